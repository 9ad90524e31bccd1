namespace Florin.Cli.Tests;

using System.Text.Json;

/// <summary>New rows, and rows that the model knows, under <c>florin check</c>.</summary>
public sealed class CheckTests : LoanFolder
{
    [Fact]
    public void New_rows_are_checked_with_and_without_outcomes()
    {
        Make("network: mlp");
        Assert.Equal(0, Cli.Run("run", Plan, "--out", Out, "--quiet").Code);
        string fresh = Path.Combine(Folder, "fresh.csv"), shifted = Path.Combine(Folder, "shifted.csv"),
            open = Path.Combine(Folder, "open.csv");
        Assert.Equal(0, Cli.Run("simulate", "credit", "--rows", "1500", "--seed", "9", "--out", fresh).Code);
        (int code, string output, string errors) = Cli.Run("check", ModelPath, fresh);
        Assert.True(code == 0, output + errors);
        Assert.Contains("no limit is crossed", output);
        Assert.DoesNotContain("made from", output);
        string[] lines = File.ReadAllLines(fresh), header = lines[0].Split(',');
        int income = Array.IndexOf(header, "income"), target = Array.IndexOf(header, "defaulted");
        File.WriteAllLines(shifted, lines.Select((line, row) => row == 0 ? line : string.Join(',', line.Split(',').Select((cell, column) =>
            column == income ? "" : cell))));
        (code, output, errors) = Cli.Run("check", ModelPath, shifted, "--json");
        Assert.True(code == 4, errors);
        using JsonDocument found = JsonDocument.Parse(output);
        Assert.Equal("crossed", found.RootElement.GetProperty("verdict").GetString());
        JsonElement first = found.RootElement.GetProperty("items").EnumerateArray().First(item =>
            item.GetProperty("what").GetString() == "income");
        Assert.Equal(("missing cells", 1.0), (first.GetProperty("test").GetString(), first.GetProperty("value").GetDouble()));
        File.WriteAllLines(open, lines.Select(line => string.Join(',', line.Split(',').Where((_, column) => column != target))));
        (code, output, errors) = Cli.Run("check", ModelPath, open);
        Assert.True(code == 0, errors);
        Assert.Contains("estimated, not measured", output);
        Assert.Equal(2, Cli.Run("check", ModelPath, open, "--psi", "-1").Code);
        Assert.Equal(3, Cli.Run("check", ModelPath, Path.Combine(Folder, "none.csv")).Code);
    }

    /// <summary>The rows of the plan's file are known again, in another order and without their outcomes; one row less is another
    /// file.</summary>
    [Fact]
    public void Rows_that_the_model_was_made_from_are_no_new_rows()
    {
        Make("network: logistic");
        Assert.Equal(0, Cli.Run("run", Plan, "--out", Out, "--quiet").Code);
        string other = Path.Combine(Folder, "other.csv");
        string[] lines = File.ReadAllLines(Data);
        int target = Array.IndexOf(lines[0].Split(','), "defaulted");
        (bool Made, string Warning) Check(IEnumerable<string> rows)
        {
            File.WriteAllLines(other, rows);
            (int code, string output, string errors) = Cli.Run("check", ModelPath, other, "--json");
            Assert.True(code is 0 or 4, errors);
            JsonElement found = JsonDocument.Parse(output).RootElement;
            return (found.GetProperty("developmentRows").GetBoolean(), found.GetProperty("warning").GetString() ?? "");
        }

        (int code, string output, _) = Cli.Run("check", ModelPath, Data);
        Assert.True(code is 0 or 4);
        Assert.Contains("These are the rows that the model was made from: it learned from most of them, so its performance here is not out "
            + "of sample.", output.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal));
        (bool made, string warning) = Check([lines[0], .. lines[1..].Reverse()]);
        Assert.True(made);
        Assert.Contains("not out of sample", warning);
        (made, warning) = Check(lines.Select(line => string.Join(',', line.Split(',').Where((_, column) => column != target))));
        Assert.True(made);
        Assert.Contains("says nothing", warning);
        Assert.Equal((false, ""), Check(lines[..^1]));
        Assert.Equal((false, ""), Check([.. lines, lines[^1]]));
    }
}
