namespace Florin.Tests.Data;

/// <summary>Roles beside the table they are given to.</summary>
public class SchemaTests
{
    static Table Loans => CsvTests.Read("""
        loan_id,issued,customer,w,years,income,age,status
        1,2020-01-01,7,1,0.5,100,30,Good
        2,2020-01-02,7,0,1,200,31,Bad
        3,2020-01-03,8,2,1,300,32,Good
        """);

    [Fact]
    public void Each_column_has_its_role()
    {
        Schema schema = Schema.Of(Loans, new ColumnRoles
        {
            Target = "status",
            Positive = "Bad",
            Id = "loan_id",
            Time = "issued",
            Group = "customer",
            Weight = "w",
            Exposure = "years",
            Protected = ["age"],
            Optional = ["gone"],
            Drop = ["gone"],
        });
        Assert.Equal(["income"], schema.Features);
        Assert.Equal(Role.Protected, schema.RoleOf("age"));
        Assert.Equal(["status"], schema[Role.Target]);
        Assert.Equal("FLR0507", Assert.Throws<FlorinException>(() => schema.RoleOf("gone")).Code);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        Table table = CsvTests.Read("y,w,e,o,t\n1,-1,0,1,x\n,2,1,,y\n1,,1,1,x\n");
        var roles = new ColumnRoles
        {
            Target = "y",
            Positive = "0",
            Id = "Y",
            Time = "t",
            Weight = "w",
            Exposure = "e",
            Offset = "o",
            Drop = ["w"],
        };
        Assert.Equal(
            ["FLR0521", "FLR0522", "FLR0523", "FLR0530", "FLR0529", "FLR0527", "FLR0524", "FLR0524", "FLR0525", "FLR0526", "FLR0528"],
            Schema.Check(table, roles).Select(problem => problem.Code));
        var error = Assert.Throws<FlorinException>(() => Schema.Of(table, roles));
        Assert.Equal("FLR0520", error.Code);
        Assert.Contains("did you mean \"y\"?", error.Message);
        Assert.Contains("weight and drop", error.Message);
        Assert.Contains("no row has the positive value \"0\"; found 1;", error.Message);
    }

    [Fact]
    public void A_positive_number_is_found_by_value() =>
        Assert.Empty(Schema.Check(CsvTests.Read("x,y\n1,1\n2,0\n"), new ColumnRoles { Target = "y", Positive = "1.0" }));
}
