namespace Florin.Sql.Tests;

using Florin.Cli.Tests;

/// <summary>What goes wrong between a plan and a database is told with a code and a way out, and nothing that is secret.</summary>
public sealed class RefusalTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>, IDisposable
{
    const string Cell = "canary-cell-93";

    readonly Loans loans = new();

    public void Dispose() => loans.Dispose();

    [Fact]
    public void A_wrong_table_is_answered_with_the_nearest_one()
    {
        loans.FillSqlite("create view applicants as select * from loans");
        FlorinException error = Assert.Throws<FlorinException>(() => Lite.WithTable("aplicants").Read());
        Assert.Equal(("FLR1582", "did you mean \"applicants\"?"), (error.Code, error.Fix));
        string where = cluster.ConnectionString;
        loans.FillPostgres(cluster);
        error = Assert.Throws<FlorinException>(() => DatabaseRows.Postgres(where).WithTable("laons").Read());
        Assert.Equal(("FLR1582", "did you mean \"loans\"?"), (error.Code, error.Fix));
    }

    [Fact]
    public void Rows_without_an_order_are_refused()
    {
        loans.FillSqlite("create view applicants as select * from loans");
        Assert.Equal("FLR1583", Code(() => Lite.WithTable("applicants").Read()));
        Assert.Equal("FLR1583", Code(() => Lite.WithQuery("select * from loans").Read()));
        Assert.Equal("FLR1585", Code(() => Lite.WithQuery("select * from loans", "loan").Read()));
        Assert.Equal("FLR1584", Code(() => Lite.WithTable("loans", "issued_on").Read()));
        Assert.Equal(Loans.Rows, Lite.Asked(null, "select * from loans -- all;", [], "loan_id").Read().RowCount);
        Assert.Equal(Loans.Rows, Lite.WithTable("loans", "issued_on", "loan_id").Read().RowCount);
        string where = cluster.ConnectionString;
        loans.FillPostgres(cluster);
        Assert.Equal("FLR1583", Code(() => DatabaseRows.Postgres(where).WithTable("heap").Read()));
        Assert.Equal("FLR1584", Code(() => DatabaseRows.Postgres(where).WithTable("heap", "same").Read()));
    }

    [Fact]
    public void Nothing_is_written_to_a_database()
    {
        loans.FillSqlite();
        Assert.Equal("FLR1589", Code(() => Lite.WithQuery("delete from loans returning *", "loan_id").Read()));
        string where = cluster.ConnectionString;
        loans.FillPostgres(cluster);
        cluster.Psql("""
            create or replace function grow() returns table (id text) language sql as
            $$ insert into heap select * from heap limit 1 returning loan_id $$;
            """);
        FlorinException error = Assert.Throws<FlorinException>(() =>
            DatabaseRows.Postgres(where).WithQuery("select * from grow()", "id").Read());
        Assert.Equal("FLR1589", error.Code);
        Assert.Contains("25006", error.Message, StringComparison.Ordinal); // SQLSTATE of a read-only transaction
    }

    [Fact]
    public void No_password_user_or_cell_is_in_an_error()
    {
        string where = cluster.ConnectionString;
        cluster.Psql("drop table if exists told; create table told (id int primary key, word text); "
            + $"insert into told values (1, '{Cell}')");
        FlorinException[] errors =
        [
            Thrown(() => DatabaseRows.Postgres(where).WithQuery("select id, word::int from told", "id").Read()),
            Thrown(() => DatabaseRows.Postgres(where.Replace(PostgresCluster.Password, "canary-pass-other")).WithTable("told").Read()),
            Thrown(() => DatabaseRows.Postgres(where.Replace("florin-pg", "florin-nowhere")).WithTable("told").Read()),
            Thrown(() => DatabaseRows.Postgres(where + ";Port=canary-pass")),
            Thrown(() => DatabaseRows.Postgres("canary-pass")),
        ];
        Assert.All(errors, error => Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal));
        Assert.Equal(["FLR1589", "FLR1588", "FLR1588", "FLR1587", "FLR1587"], errors.Select(error => error.Code));
    }

    [Fact]
    public void The_program_says_what_is_missing()
    {
        loans.FillSqlite();
        File.WriteAllText(loans.At("plan.yaml"),
            "recipe: credit/default-risk\ndata: {source: postgress, table: loans, query: x, target: defaulted}\n");
        (int code, _, string errors) = Cli.Run("run", loans.At("plan.yaml"));
        Assert.Equal(3, code);
        Assert.Contains("did you mean \"postgres\"?", errors, StringComparison.Ordinal);
        Assert.Contains("FLR1580", errors, StringComparison.Ordinal);
        (code, _, errors) = Cli.RunWith("FLORIN_POSTGRES", "", "show", "postgres", "--table", "loans");
        Assert.Equal(3, code);
        Assert.StartsWith("FLR1586", errors, StringComparison.Ordinal);
        (code, _, errors) = Cli.Run("show", loans.Sqlite);
        Assert.Equal(3, code);
        Assert.Contains("the tables are loans", errors, StringComparison.Ordinal);
        (code, _, errors) = Cli.Run("show", loans.Csv, "--table", "loans");
        Assert.Equal(3, code);
        Assert.StartsWith("FLR1581", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_guessed_from_a_table()
    {
        loans.FillSqlite();
        string plan = loans.At("credit.yaml");
        Assert.Equal(0, Cli.Run("new", "credit", loans.Sqlite, "--table", "loans", "--out", plan).Code);
        DataPlan data = PlanFile.Read(plan).Data;
        Assert.Equal(("loans.db", "loans", "defaulted", "loan_id"), (data.Path, data.Table, data.Target, data.Id));
        (int code, string shown, _) = Cli.Run("show", loans.Sqlite, "--table", "loans");
        Assert.Equal(0, code);
        Assert.Contains("table loans: 600 rows", shown, StringComparison.Ordinal);
    }

    /// <summary>A cell that does not fit its column has an empty score and a reason that does not repeat it.</summary>
    [Fact]
    public void A_bad_cell_is_told_by_row_and_column()
    {
        loans.FillSqlite($"update loans set income = '{Cell}' where loan_id = 'L0000002'");
        Table read = Lite.WithTable("loans").Read();
        Assert.Equal((Loans.Rows - 1, 1), (read.RowCount, read.Problems.BadRows));
        string told = read.Problems.First.Single().ToString();
        Assert.StartsWith("row 2, column income: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Cell, told, StringComparison.Ordinal);
    }

    DatabaseRows Lite => DatabaseRows.Sqlite(loans.Sqlite);

    static FlorinException Thrown(Func<object> work) => Assert.Throws<FlorinException>(work);

    static string Code(Func<object> work) => Assert.Throws<FlorinException>(work).Code;
}
