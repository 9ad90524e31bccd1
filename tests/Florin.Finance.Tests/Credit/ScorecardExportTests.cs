namespace Florin.Finance.Tests.Credit;

using Microsoft.Data.Sqlite;

/// <summary>What leaves the house: SQL that a database runs, and a table for a spreadsheet.</summary>
public class ScorecardExportTests
{
    const string Hostile = "my \"own\"; income - %";

    static readonly Table Loans = Named(CreditSimulator.Simulate(3000, 5));

    /// <summary>Names and levels that a careless writer would break on.</summary>
    static Table Named(Table loans)
    {
        string[] purposes = [.. loans.Category("purpose").Levels];
        string?[] levels = [.. Enumerable.Range(0, loans.RowCount).Select(row => loans["purpose"].TextAt(row) is { } text
            ? text == purposes[0] ? "it's =1+1" : text : null)];
        double[] codes = loans.Number("months_since_delinquency").Values.ToArray();
        return loans.Without("issued_on", "age", "sex").With(loans["income"].Renamed(Hostile)).Without("income")
            .With(CategoryColumn.From("@purpose", levels)).Without("purpose")
            .With(new NumberColumn("scored", [.. codes.Select((code, row) => row % 50 == 0 ? double.NaN : code)]));
    }

    static Scorecard Card(PointsLayout layout, bool round) => Scorecard.Fit(ScorecardCases.Bad("defaulted"),
        ScorecardCases.All(Loans.Without("loan_id"), "defaulted"), new ScorecardOptions
        {
            Layout = layout,
            Round = round,
            MinimumIv = 0.005,
            ChanceLimit = 0,
            Binning = new BinningOptions { MinimumGain = 0.5 },
            Features = new FeatureOptions
            {
                Special = new FeatureOptions().Special.Add("scored", [-9, -8]),
                Categorical = ["term_months"],
            },
        });

    [Theory]
    [InlineData(PointsLayout.Spread, true)]
    [InlineData(PointsLayout.Base, false)]
    [InlineData(PointsLayout.FromZero, true)]
    public void A_database_gives_the_points_of_the_card(PointsLayout layout, bool round)
    {
        Scorecard card = Card(layout, round);
        Assert.Contains(card.Characteristics, each => each.Column == Hostile);
        Assert.Contains(card.Characteristics, each => each.Column == "@purpose");
        Assert.Contains(card.Characteristics, each => each.Column == "scored");
        Table asked = Unseen(Loans);
        ScorecardScores scores = card.Score(asked);
        List<(string Id, double Points, double Pd)> found = Query(asked, card.ToSql("loan \"book\"", "loan_id"));
        Assert.Equal(asked.RowCount, found.Count);
        for (int row = 0; row < found.Count; row++)
        {
            Assert.Equal(asked["loan_id"].TextAt(row), found[row].Id);
            Assert.Equal(scores.Points[row], found[row].Points, round ? 0 : 1e-9);
            Assert.Equal(scores.Pd[row], found[row].Pd, 1e-12);
        }
    }

    /// <summary>A level that was never seen, and numbers beyond all others.</summary>
    static Table Unseen(Table loans)
    {
        string?[] levels = [.. Enumerable.Range(0, loans.RowCount)
            .Select(row => row % 7 == 0 ? "never seen" : loans["@purpose"].TextAt(row))];
        double[] income = loans.Number(Hostile).Values.ToArray();
        (income[0], income[1], income[2]) = (-5, 1e12, double.NaN);
        return loans.With(CategoryColumn.From("@purpose", levels)).With(new NumberColumn(Hostile, income));
    }

    static List<(string Id, double Points, double Pd)> Query(Table table, string sql)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
        using SqliteCommand create = connection.CreateCommand();
        create.CommandText = $"CREATE TABLE {Quoted("loan \"book\"")} ({string.Join(", ", table.Columns.Select(column =>
            $"{Quoted(column.Name)} {(column is NumberColumn ? "REAL" : "TEXT")}"))})";
        create.ExecuteNonQuery();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        string places = string.Join(", ", table.Columns.Select((_, at) => $"$p{at}"));
        insert.CommandText = $"INSERT INTO {Quoted("loan \"book\"")} VALUES ({places})";
        for (int row = 0; row < table.RowCount; row++)
        {
            insert.Parameters.Clear();
            foreach ((int at, Column column) in table.Columns.Index())
                insert.Parameters.AddWithValue($"$p{at}", column.IsMissing(row) ? DBNull.Value
                    : column is NumberColumn numbers ? numbers.Values[row] : column.TextAt(row));
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = sql;
        using SqliteDataReader reader = select.ExecuteReader();
        List<(string, double, double)> found = [];
        while (reader.Read()) found.Add((reader.GetString(0), reader.GetDouble(1), reader.GetDouble(2)));
        return found;
    }

    [Fact]
    public void A_card_without_characteristics_is_a_query_too()
    {
        Scorecard card = Card(PointsLayout.Spread, true);
        Scorecard none = card with { BasePoints = 512, Characteristics = [] };
        List<(string Id, double Points, double Pd)> found = Query(Loans, none.ToSql("loan \"book\"", "loan_id"));
        Assert.All(found, row => Assert.Equal(512, row.Points));
    }

    [Fact]
    public void A_spreadsheet_runs_no_cell()
    {
        Scorecard card = Card(PointsLayout.FromZero, true);
        string folder = Directory.CreateTempSubdirectory("florin-card").FullName, file = Path.Combine(folder, "card.csv");
        card.SaveCsv(file);
        string[] lines = File.ReadAllLines(file);
        Assert.Equal("characteristic,bin,rows,share,bad_rate,woe,iv,points,goods,bads,from,to,coefficient,standard_error,p_value",
            lines[0]);
        Assert.Equal(2 + card.Characteristics.Sum(each => each.Points.Length), lines.Length);
        Assert.StartsWith("everyone,", lines[1]);
        Assert.Contains(lines, line => line.StartsWith("'@purpose,", StringComparison.Ordinal));
        Table read = Table.ReadCsv(file);
        Assert.Equal([card.BasePoints, .. card.Characteristics.SelectMany(each => each.Points)], read.Number("points").Values.ToArray());
        Assert.Equal(["card.csv"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Directory.Delete(folder, true);
        using var text = new StringWriter();
        WoeBinning binning = card.Characteristics[0].Binning;
        WoeBin hostile = binning.Bins[0] with { Kind = BinKind.Levels, From = null, To = null, Levels = ["=HYPERLINK(1)", "-x"] };
        WoeBinning levels = binning with { Categorical = true, Bins = [hostile] };
        Scorecard one = card with { Characteristics = [new Characteristic(levels, -1, null, null, [3])] };
        one.WriteCsv(text);
        Assert.Contains("\"'=HYPERLINK(1), -x\"", text.ToString());
    }
}
