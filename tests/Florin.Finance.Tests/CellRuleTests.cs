namespace Florin.Finance.Tests;

using System.Globalization;
using System.Text;

/// <summary>Cells that would change what a column or a study is without a word.</summary>
public class CellRuleTests
{
    static Table Read(int rows, Func<int, string> income, string weight = "1", string[]? categorical = null, string[]? missing = null)
    {
        var text = new StringBuilder("id,income,age,w,bad\n");
        for (int row = 0; row < rows; row++)
            text.Append(CultureInfo.InvariantCulture, $"L{row},{income(row)},{20 + row % 40},")
                .Append(row % 4 == 0 ? $"{weight},1\n" : "1,0\n");
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text.ToString());
            return Table.ReadCsv(path, (Plan(categorical ?? [], missing)).Data.ToCsvOptions());
        }
        finally
        {
            File.Delete(path);
        }
    }

    static Plan Plan(string[]? categorical = null, string[]? missing = null) => new()
    {
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "a.csv", Target = "bad", Positive = "1", Id = "id", Weight = "w", Categorical = [.. categorical ?? []],
            Missing = missing is null ? null : (EquatableArray<string>)[.. missing],
        },
    };

    /// <summary>One cell of ten is no number: infinity in two spellings, and a number and a word that must not be told.</summary>
    static string Odd(int row) => row % 10 != 7 ? $"{20_000 + row * 37 % 5000}"
        : ((string[])["inf", "-Infinity", "1e400", "canary"])[row / 10 % 4];

    [Fact]
    public void A_few_odd_cells_do_not_make_a_category_of_numbers()
    {
        PlanProblem problem = Assert.Single(Plan().Check(Read(600, Odd)));
        Assert.Equal(("FLR1575", "\"income\" would be read as levels, since some cells are no numbers"), (problem.Code, problem.Message));
        Assert.Equal("540 cells with numbers, 60 with 4 other texts, the first in row 8; among them -Infinity, inf", problem.Found);
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("1e400", problem.ToString(), StringComparison.Ordinal);
        // Of a part of the rows the number is still that of the file.
        Assert.Contains("the first in row 18;", Assert.Single(Plan().Check(Read(600, Odd).Rows([.. Enumerable.Range(10, 590)]))).Found,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_plan_says_of_them_is_taken()
    {
        Assert.Empty(Plan(["income"]).Check(Read(600, Odd, categorical: ["income"])));
        string[] missing = ["inf", "-Infinity", "1e400", "canary"];
        Table read = Read(600, Odd, missing: missing);
        Assert.Empty(Plan(missing: missing).Check(read));
        Assert.Equal(60, read.Number("income").MissingCount);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(400)]
    public void Columns_of_words_and_of_few_numbers_are_categories_as_before(int every) =>
        Assert.Empty(Plan().Check(Read(600, row => row % every == 0 ? $"{row % 12}" : row % 3 == 0 ? "b" : $"{row % 12}")));

    [Fact]
    public void A_first_plan_lists_columns_of_mixed_codes()
    {
        Table table = Read(600, row => row % 8 == 0 ? $"K{row % 13}A" : $"{10_000 + row * 37 % 300}");
        DataPlan data = PlanGuess.For("credit", table, "a.csv").Plan.Data;
        Assert.Contains("income", data.Categorical.Span.ToArray());
        Assert.DoesNotContain("income", PlanGuess.For("credit", Read(600, Odd), "a.csv").Plan.Data.Categorical.Span.ToArray());
    }

    [Fact]
    public void An_outcome_without_weight_is_told_with_its_key()
    {
        PlanProblem problem = Assert.Single(Plan().Check(Read(400, row => $"{row * 37 % 5000}", weight: "0")));
        Assert.Equal(("FLR1576", "data.weight", "\"w\" is 0 in all 100 rows of that outcome"), (problem.Code, problem.Key, problem.Found));
        Assert.Empty(Plan().Check(Read(400, row => $"{row * 37 % 5000}", weight: "0.5")));
    }

    /// <summary>Rows 0 to 4 and again 5 to 9; the last five judge.</summary>
    [Theory]
    [InlineData("a a b b c d e f g h", 2, 0)]
    [InlineData("a b c d e a b x y z", 2, 2)]
    [InlineData("a b c d e a a x x z", 2, 1)]
    [InlineData("a b c d e f g h i j", 0, 0)]
    [InlineData("- - c d e - - h i j", 0, 0)]
    public void Ids_that_learn_and_judge_are_counted(string ids, int repeated, int shared)
    {
        Column column = CategoryColumn.From("id", ids.Split(' ').Select(id => id == "-" ? null : id));
        RepeatedIds found = RepeatedIds.Of(column, [new SplitRows([0, 1, 2], [3, 4], [5, 6, 7, 8, 9])]);
        Assert.Equal((repeated, shared), (found.Repeated, found.Shared));
        Assert.Equal(repeated > 0, found.Note("id") is not null);
        Assert.Equal(shared > 0, found.Note("id")?.Contains("group: true", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void A_study_notes_ids_on_both_sides()
    {
        Table loans = CreditSimulator.Simulate(700, 5);
        string[] ids = [.. Enumerable.Range(0, 700).Select(row => $"L{row % 600}")];
        Table twice = loans.With(CategoryColumn.From("loan_id", ids));
        var plan = new Plan
        {
            Recipe = "credit/default-risk",
            Data = new DataPlan { Path = "loans.csv", Target = "defaulted", Positive = "1", Id = "loan_id", Drop = ["issued_on"] },
            Split = new SplitPlans.Every(3),
            Network = NetworkPlan.Named("logistic"),
            Fit = new FitPlan { Seed = 3, Epochs = 2, Threads = 1 },
        };
        using StudyResult result = StudyRun.Of(plan, twice, new StudySource("", 0));
        // Row r and r + 600, which is r modulo 3 as well: none is on both sides.
        Assert.Contains(result.Study.Notes, note => note.StartsWith("100 values of the id loan_id", StringComparison.Ordinal)
            && note.EndsWith("None of them is on both sides of the split.", StringComparison.Ordinal));
        ids = [.. Enumerable.Range(0, 700).Select(row => $"L{row % 500}")];
        using StudyResult both = StudyRun.Of(plan, loans.With(CategoryColumn.From("loan_id", ids)), new StudySource("", 0));
        // Of 0 to 199, those whose row or whose row 500 later is the third of three.
        int shared = Enumerable.Range(0, 200).Count(row => row % 3 == 2 ^ (row + 500) % 3 == 2);
        Assert.Contains(both.Study.Notes, note => note.Contains($"{shared} of them are on both sides", StringComparison.Ordinal));
    }
}
