namespace Florin.Sql.Tests;

using System.Text.Json.Nodes;
using Florin.Cli.Tests;

/// <summary>The same rows give the same study and model, wherever they stand.</summary>
public sealed class SameBitsTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>, IDisposable
{
    const string Variable = "FLORIN_POSTGRES";

    readonly Loans loans = new();

    public void Dispose() => loans.Dispose();

    [Fact]
    public void A_table_is_the_same_from_a_file_and_from_SQLite()
    {
        loans.FillSqlite();
        Assert.Equal(FromCsv, DataHash.Of(DatabaseRows.Sqlite(loans.Sqlite).WithTable("loans").Read()));
    }

    [Fact]
    public void A_table_is_the_same_from_a_file_and_from_PostgreSQL()
    {
        string where = cluster.ConnectionString;
        loans.FillPostgres(cluster);
        Assert.Equal(FromCsv, DataHash.Of(DatabaseRows.Postgres(where).WithTable("loans").Read()));
        Assert.NotEqual(FromCsv, DataHash.Of(DatabaseRows.Postgres(where).WithTable("loans", "income", "loan_id").Read()));
    }

    /// <summary>The whole chain by the program: study, model and predictions differ in nothing but where the rows are said to
    /// stand.</summary>
    [Fact]
    public void A_run_gives_the_same_model_study_and_predictions_from_all_three()
    {
        string where = cluster.ConnectionString;
        loans.FillSqlite();
        loans.FillPostgres(cluster);
        Run("csv", "path: loans.csv", where);
        Run("lite", "path: loans.db, table: loans", where);
        Run("pg", "source: postgres, query: \"select * from loans where true\"", where);
        foreach (string other in (string[])["lite", "pg"])
        {
            Assert.Equal(Bytes("csv", "model.florin"), Bytes(other, "model.florin"));
            Assert.Equal(Bytes("csv", "predictions.csv"), Bytes(other, "predictions.csv"));
            Assert.Equal(Study("csv", out string file), Study(other, out string cells));
            Assert.NotEqual(file, cells);
            Assert.Equal(DataHash.Of(Table.ReadCsv(loans.Csv, PlanFile.Read(loans.At("csv.yaml")).Data.ToCsvOptions())), cells);
        }

        string said = string.Concat(Directory.EnumerateFiles(loans.At("pg")).Select(File.ReadAllText));
        Assert.DoesNotContain(PostgresCluster.Password, said, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresCluster.User, said, StringComparison.Ordinal);
    }

    /// <summary>One by one and in batches; the file of scores has the same bytes.</summary>
    [Fact]
    public void Scores_are_the_same_from_all_three()
    {
        string where = cluster.ConnectionString;
        loans.FillSqlite();
        loans.FillPostgres(cluster);
        Run("csv", "path: loans.csv", where);
        string model = Path.Combine(loans.At("csv"), "model.florin");
        (_, string expected, _) = Cli.Run("score", model, loans.Csv, "--quiet");
        Assert.Equal(Loans.Rows + 1, expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((0, expected, ""), Cli.Run("score", model, loans.Sqlite, "--table", "loans", "--quiet"));
        Assert.Equal((0, expected, ""), Cli.RunWith(Variable, where, "score", model, "postgres", "--table", "loans", "--quiet"));
        (_, string explained, _) = Cli.Run("explain", model, loans.Csv, "--row", "17", "--json");
        Assert.Equal((0, explained, ""),
            Cli.RunWith(Variable, where, "explain", model, "postgres", "--table", "loans", "--row", "17", "--json"));
        (_, string check, _) = Cli.Run("check", model, loans.Csv, "--json");
        (_, string same, _) = Cli.Run("check", model, loans.Sqlite, "--table", "loans", "--json");
        Assert.Equal(Without(check, "file"), Without(same, "file"));
    }

    [Fact]
    public void Types_of_PostgreSQL_become_numbers_dates_and_levels()
    {
        string where = cluster.ConnectionString;
        cluster.Psql("""
            drop table if exists kinds;
            create table kinds (id int primary key, exact numeric(30,12), small real, truth boolean, moment timestamp, code uuid,
              written text);
            insert into kinds values (2, 0.1, 0.5, true, '2020-02-03 04:05:06', '00000000-0000-0000-0000-000000000001', '1.50'),
              (1, 1234567890123456.123456789012, null, false, null, null, 'NA'), (3, null, 2, null, '2020-01-01', null, '2');
            """);
        Table read = DatabaseRows.Postgres(where).WithTable("kinds").Read();
        Assert.Equal([1234567890123456.123456789012, 0.1, double.NaN], read.Number("exact").Values.ToArray());
        Assert.Equal([double.NaN, 0.5, 2], read.Number("small").Values.ToArray());
        Assert.Equal(["false", "true", null], Enumerable.Range(0, 3).Select(read["truth"].TextAt));
        Assert.Equal(new DateTime(2020, 2, 3, 4, 5, 6), read.Date("moment").Values[1]);
        Assert.Equal("00000000-0000-0000-0000-000000000001", read["code"].TextAt(1));
        Assert.Equal([double.NaN, 1.5, 2], read.Number("written").Values.ToArray());
    }

    static string FromCsv
    {
        get
        {
            using var memory = new MemoryStream();
            Loans.Table.WriteCsv(memory);
            memory.Position = 0;
            return DataHash.Of(Table.ReadCsv(memory));
        }
    }

    void Run(string name, string data, string where)
    {
        string plan = loans.At(name + ".yaml");
        File.WriteAllText(plan, "name: loans\nrecipe: credit/default-risk\ndata: {" + data
            + ", target: defaulted, positive: 1, id: loan_id, time: issued_on}\nnetwork: logistic\n");
        (int code, _, string errors) = Cli.RunWith(Variable, where, "run", plan, "--out", loans.At(name), "--quiet");
        Assert.True(code == 0, errors);
    }

    byte[] Bytes(string run, string file) => File.ReadAllBytes(Path.Combine(loans.At(run), file));

    /// <summary>The study without where its rows stand and how long it took.</summary>
    string Study(string run, out string data)
    {
        JsonObject study = JsonNode.Parse(File.ReadAllText(Path.Combine(loans.At(run), "study.json")))!.AsObject();
        data = study["data"]!["sha256"]!.GetValue<string>();
        foreach (string own in (string[])["plan", "timing"]) Assert.True(study.Remove(own));
        Assert.True(study["data"]!.AsObject().Remove("sha256"));
        return study.ToJsonString();
    }

    static string Without(string json, string key)
    {
        JsonObject card = JsonNode.Parse(json)!.AsObject();
        Assert.True(card.Remove(key));
        return card.ToJsonString();
    }
}
