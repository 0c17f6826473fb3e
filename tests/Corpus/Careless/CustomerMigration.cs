using Microsoft.EntityFrameworkCore.Migrations;

namespace Careless.Migrations;

public partial class RenameCustomerMail : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(name: "Mail", table: "Customers");
        migrationBuilder.AddColumn<string>(name: "Email", table: "Customers", nullable: true);
        migrationBuilder.AlterColumn<string>(
            name: "City", table: "Customers", type: "nvarchar(40)", maxLength: 40, nullable: true,
            oldClrType: typeof(string), oldType: "nvarchar(200)", oldMaxLength: 200, oldNullable: true);
        migrationBuilder.DropIndex(name: "IX_Customers_City", table: "Customers");
        migrationBuilder.Sql("DROP TABLE CustomerNotes");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(name: "Email", table: "Customers");
        migrationBuilder.AddColumn<string>(name: "Mail", table: "Customers", nullable: true);
    }
}
