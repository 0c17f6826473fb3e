using Microsoft.EntityFrameworkCore.Migrations;

namespace Clean.Migrations;

public partial class MoveContacts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("Contacts", table => new { CustomerId = table.Column<int>(), Mail = table.Column<string>() });
        migrationBuilder.Sql("INSERT INTO Contacts (CustomerId, Mail) SELECT Id, Email FROM Customers WHERE Email IS NOT NULL");
        migrationBuilder.DropColumn(name: "Email", table: "Customers");

        // Nobody could fill it in: the form never had the field.
        migrationBuilder.DropColumn(name: "Fax", table: "Customers");
        migrationBuilder.RenameColumn(name: "Name", table: "Customers", newName: "DisplayName");
        migrationBuilder.DropIndex(name: "IX_Customers_Email", table: "Customers");
        migrationBuilder.AlterColumn<string>(
            name: "City", table: "Customers", type: "nvarchar(200)", maxLength: 200, nullable: true,
            oldClrType: typeof(string), oldType: "nvarchar(40)", oldMaxLength: 40, oldNullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "Contacts");
    }
}
