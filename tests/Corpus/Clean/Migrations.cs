using Microsoft.EntityFrameworkCore.Migrations;

namespace Corpus.Clean.Migrations;

public partial class SplitCustomerName : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(name: "LastName", table: "Customers", nullable: true);
        migrationBuilder.Sql("UPDATE Customers SET LastName = substr(Name, instr(Name, ' ') + 1) WHERE instr(Name, ' ') > 0");
        migrationBuilder.Sql(
            """
            CREATE TABLE CountryNames (Code TEXT PRIMARY KEY, Name TEXT NOT NULL);
            INSERT INTO CountryNames (Code, Name) SELECT DISTINCT Country, Country FROM Customers;
            UPDATE CountryNames SET Name = upper(Name);
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DELETE FROM CountryNames");
        migrationBuilder.Sql("UPDATE Customers SET LastName = NULL");
        migrationBuilder.DropColumn(name: "LastName", table: "Customers");
    }
}
