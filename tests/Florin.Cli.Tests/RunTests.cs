namespace Florin.Cli.Tests;

using System.Globalization;
using System.Text.Json;

/// <summary>From simulated rows to scores, as a user types it.</summary>
public sealed class RunTests : LoanFolder
{
    [Fact]
    public void A_plan_that_is_guessed_runs_and_its_model_scores_as_it_was_judged()
    {
        Make("network: mlp");
        (int code, string output, string errors) = Cli.Run("run", Plan, "--out", Out, "--json");
        Assert.True(code == 0, errors);
        using JsonDocument study = JsonDocument.Parse(output);
        double auc = study.RootElement.GetProperty("test").GetProperty("auc").GetProperty("value").GetDouble();
        Assert.InRange(auc, 0.6, 0.95);
        Assert.Equal(["model.florin", "predictions.csv", "report.html", "study.json"],
            Directory.GetFiles(Out).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        (code, output, errors) = Cli.Run("score", ModelPath, Data);
        Assert.True(code == 0, errors);
        Assert.StartsWith("row,id,score,points,grade,decision,error", output, StringComparison.Ordinal);
        Dictionary<string, string[]> scores = Rows(output).ToDictionary(row => row[0], row => row[2..6]);
        Assert.Equal(1500, scores.Count);
        foreach (string[] row in Rows(File.ReadAllText(Path.Combine(Out, "predictions.csv")))) Assert.Equal(row[4..8], scores[row[0]]);
    }

    /// <summary>A share has an amount beside its score, in the file of predictions and among scores alike.</summary>
    [Fact]
    public void Losses_are_simulated_guessed_run_and_scored_with_their_amounts()
    {
        Assert.Equal(0, Cli.Run("simulate", "credit/lgd", "--rows", "600", "--seed", "5", "--out", Data).Code);
        (int code, string output, string errors) = Cli.Run("new", "credit/lgd", Data, "--out", Plan);
        Assert.True(code == 0, errors);
        string guessed = File.ReadAllText(Plan);
        Assert.Contains("clip: true", guessed);
        File.WriteAllText(Plan, guessed.Replace("network: auto", "network: logistic", StringComparison.Ordinal));
        (code, output, errors) = Cli.Run("run", Plan, "--out", Out, "--json");
        Assert.True(code == 0, errors);
        using JsonDocument study = JsonDocument.Parse(output);
        Assert.InRange(study.RootElement.GetProperty("test").GetProperty("generalisedAuc").GetProperty("value").GetDouble(), 0.55, 0.9);
        (code, output, errors) = Cli.Run("score", ModelPath, Data);
        Assert.True(code == 0, errors);
        Assert.StartsWith("row,id,score,amount,error", output, StringComparison.Ordinal);
        Dictionary<string, string[]> scores = Rows(output).ToDictionary(row => row[0], row => row[2..4]);
        Assert.Equal(600, scores.Count);
        foreach (string[] row in Rows(File.ReadAllText(Path.Combine(Out, "predictions.csv")))) Assert.Equal(row[4..6], scores[row[0]]);
        File.WriteAllText(Plan, File.ReadAllText(Plan).Replace("  clip: true", "  #", StringComparison.Ordinal));
        (code, _, errors) = Cli.Run("run", Plan, "--out", Out, "--force");
        Assert.Equal(3, code);
        Assert.Contains("FLR1566", errors);
        Assert.Contains("clip: true", errors);
    }

    [Fact]
    public void The_same_plan_gives_the_same_model_on_any_number_of_threads()
    {
        Make("network: mlp");
        Cli.Run("run", Plan, "--out", Out, "--threads", "1");
        Cli.Run("run", Plan, "--out", Out + "2", "--threads", "2");
        Assert.Equal(File.ReadAllBytes(ModelPath), File.ReadAllBytes(Path.Combine(Out + "2", "model.florin")));
    }

    [Fact]
    public void A_gate_that_is_missed_ends_with_4_and_the_results_are_whole()
    {
        Make("network: logistic\ngates: {auc: \">= 0.999\"}");
        (int code, _, string errors) = Cli.Run("run", Plan, "--out", Out);
        Assert.True(code == 4, errors);
        // The sentences are wrapped at the width of the screen.
        Assert.Contains("Gates failed: AUC >= 0.999",
            string.Join(' ', errors.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        Assert.True(File.Exists(ModelPath));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_left_alone()
    {
        Make("network: logistic");
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "mine.txt"), "mine");
        (int code, string output, string errors) = Cli.Run("run", Plan, "--out", Out);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--force", errors);
        Assert.Equal(["mine.txt"], Directory.GetFiles(Out).Select(Path.GetFileName));
        Assert.Equal(0, Cli.Run("run", Plan, "--out", Out, "--force", "--quiet").Code);
        Assert.False(File.Exists(Path.Combine(Out, "mine.txt")));
    }

    [Fact]
    public void A_demo_replaces_its_own_results_and_nothing_else()
    {
        string[] demo = ["demo", "credit", "--rows", "400", "--out", Out, "--quiet"];
        Assert.Equal(0, Cli.Run(demo).Code);
        Assert.Equal(0, Cli.Run(demo).Code);
        File.WriteAllText(Path.Combine(Out, "mine.txt"), "mine");
        Assert.Equal(2, Cli.Run(demo).Code);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "mine.txt")));
    }

    [Fact]
    public void A_row_that_cannot_be_read_keeps_its_place_and_its_cell_stays_unsaid()
    {
        Make("network: logistic");
        Cli.Run("run", Plan, "--out", Out);
        string[] lines = File.ReadAllLines(Data);
        int income = Array.IndexOf(lines[0].Split(','), "income");
        string[] cells = lines[3].Split(',');
        cells[income] = "canary-7731";
        lines[3] = string.Join(',', cells);
        string bad = Path.Combine(Folder, "bad.csv");
        File.WriteAllLines(bad, lines[..6]);
        (int code, string output, string errors) = Cli.Run("score", ModelPath, bad);
        Assert.True(code == 3, errors);
        string[][] rows = [.. Rows(output)];
        Assert.Equal(["1", "2", "3", "4", "5"], rows.Select(row => row[0]));
        Assert.Equal([false, false, true, false, false], rows.Select(row => row[2].Length == 0));
        Assert.Contains("income", string.Join(",", rows[2][3..]));
        Assert.DoesNotContain("canary", output + errors);
    }

    [Fact]
    public void A_missing_column_is_named_and_nothing_is_written()
    {
        Make("network: logistic");
        Cli.Run("run", Plan, "--out", Out);
        string renamed = Path.Combine(Folder, "renamed.csv"), target = Path.Combine(Folder, "scored.csv");
        File.WriteAllText(renamed, File.ReadAllText(Data).Replace("income", "incone", StringComparison.Ordinal));
        (int code, string output, string errors) = Cli.Run("score", ModelPath, renamed, "--out", target);
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("income", errors);
        Assert.False(File.Exists(target));
    }

    [Theory]
    [InlineData("gradients")]
    [InlineData("shapley")]
    public void A_row_is_explained_and_the_shares_add_up_to_its_score(string method)
    {
        Make("network: mlp");
        Cli.Run("run", Plan, "--out", Out);
        (int code, string output, string errors) = Cli.Run("explain", ModelPath, Data, "--row", "17", "--method", method, "--json");
        Assert.True(code == 0, errors);
        JsonElement found = JsonDocument.Parse(output).RootElement;
        string[] scored = Rows(Cli.Run("score", ModelPath, Data).Output).ElementAt(16);
        double score = found.GetProperty("score").GetDouble(), reference = found.GetProperty("referenceScore").GetDouble();
        Assert.Equal(double.Parse(scored[2], CultureInfo.InvariantCulture), score);
        Assert.Equal(scored[1], found.GetProperty("id").GetString());
        JsonElement[] shares = [.. found.GetProperty("shares").EnumerateArray()];
        Assert.InRange(shares.Sum(share => share.GetProperty("share").GetDouble()) - (score - reference), -1e-4, 1e-4);
        string[] header = File.ReadAllLines(Data)[0].Split(','), cells = File.ReadAllLines(Data)[17].Split(',');
        JsonElement income = shares.Single(share => share.GetProperty("column").GetString() == "income");
        Assert.Equal(cells[Array.IndexOf(header, "income")], income.GetProperty("cell").GetString() ?? "");
        (code, output, _) = Cli.Run("explain", ModelPath, Data, "--row", "17", "--method", method);
        Assert.Equal(0, code);
        Assert.Contains("late_payments_12m", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void A_row_that_is_not_there_or_cannot_be_read_is_not_explained()
    {
        Make("network: logistic");
        Cli.Run("run", Plan, "--out", Out);
        Assert.Equal(2, Cli.Run("explain", ModelPath, Data, "--row", "0").Code);
        (int code, string output, string errors) = Cli.Run("explain", ModelPath, Data, "--row", "1501");
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("1500 rows", errors);
        string[] lines = File.ReadAllLines(Data), cells = lines[2].Split(',');
        cells[Array.IndexOf(lines[0].Split(','), "income")] = "canary-7731";
        lines[2] = string.Join(',', cells);
        string bad = Path.Combine(Folder, "bad.csv");
        File.WriteAllLines(bad, lines[..5]);
        (code, output, errors) = Cli.Run("explain", ModelPath, bad, "--row", "2");
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("income", errors);
        Assert.DoesNotContain("canary", errors);
    }

    [Fact]
    public void Rows_a_model_and_a_study_are_shown()
    {
        Make("network: logistic");
        Cli.Run("run", Plan, "--out", Out);
        (int code, string output, string errors) = Cli.Run("show", Data, "--target", "defaulted", "--json");
        Assert.True(code == 0, errors);
        JsonElement table = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1500, table.GetProperty("rows").GetInt32());
        Assert.True(table.GetProperty("columns")[0].GetProperty("identifier").GetBoolean());
        Assert.Contains("months_since_delinquency", Cli.Run("show", Data).Output);
        JsonElement model = JsonDocument.Parse(Cli.Run("show", ModelPath, "--json").Output).RootElement;
        Assert.Equal("defaulted", model.GetProperty("target").GetString());
        JsonElement study = JsonDocument.Parse(Cli.Run("show", Out, "--json").Output).RootElement;
        Assert.Equal(study.GetProperty("model").GetProperty("sha256").GetString(), model.GetProperty("sha256").GetString());
        Assert.Contains("the probability that defaulted = 1", Cli.Run("show", ModelPath).Output);
        Assert.Contains("test rows that it never saw", Cli.Run("show", Out).Output);
        Assert.Equal(2, Cli.Run("show", ModelPath, "--target", "x").Code);
    }

    /// <summary>A file is scored with the missing texts, delimiter and dates that its plan declared.</summary>
    [Fact]
    public void A_model_reads_other_files_as_its_plan_was_read()
    {
        Make("network: logistic");
        string[] lines = [.. File.ReadAllLines(Data).Select(line => line.Replace(',', '|'))];
        int income = Array.IndexOf(lines[0].Split('|'), "income");
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split('|');
            if (i % 10 == 0) cells[income] = "unknown";
            lines[i] = string.Join('|', cells);
        }

        File.WriteAllLines(Data, lines);
        string plan = File.ReadAllText(Plan);
        Assert.Contains("data:", plan);
        File.WriteAllText(Plan, plan.Replace("data:\n", "data:\n  delimiter: \"|\"\n  missing: [\"\", unknown]\n",
            StringComparison.Ordinal));
        (int code, _, string errors) = Cli.Run("run", Plan, "--out", Out);
        Assert.True(code == 0, errors);
        string output;
        (code, output, errors) = Cli.Run("score", ModelPath, Data);
        Assert.True(code == 0, errors);
        Dictionary<string, string> scores = Rows(output).ToDictionary(row => row[0], row => row[2]);
        foreach (string[] row in Rows(File.ReadAllText(Path.Combine(Out, "predictions.csv")))) Assert.Equal(row[4], scores[row[0]]);
    }

    /// <summary>Killed while it trains, a run leaves its state and nothing half-written; the same command goes on to the same
    /// bytes.</summary>
    [Fact]
    public void A_run_that_is_killed_goes_on_to_the_same_model()
    {
        // Wide, so that training lasts long after its first state is kept.
        Make("network: {kind: tabm, units: 512}");
        Assert.Equal(0, Cli.Run("run", Plan, "--out", Out + "2", "--quiet").Code);
        string state = Path.Combine(Out, "checkpoint");
        using (System.Diagnostics.Process process = Cli.Start("run", Plan, "--out", Out))
        {
            Assert.True(SpinWait.SpinUntil(() => process.HasExited || Directory.Exists(state)
                && Directory.GetFiles(state, "*.safetensors").Length > 0, TimeSpan.FromMinutes(2)));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        Assert.Equal(["checkpoint"], Directory.GetFileSystemEntries(Out).Select(path => Path.GetFileName(path)));
        string other = Path.Combine(Folder, "other.yaml");
        File.WriteAllText(other, File.ReadAllText(Plan).Replace("seed: 1", "seed: 2", StringComparison.Ordinal));
        (int code, _, string errors) = Cli.Run("run", other, "--out", Out);
        Assert.True(code == 2, errors);
        Assert.Contains("the state of another run", errors);
        (code, _, errors) = Cli.Run("run", Plan, "--out", Out);
        Assert.True(code == 0, errors);
        Assert.Contains("going on where a run was interrupted", errors);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Out + "2", "model.florin")), File.ReadAllBytes(ModelPath));
        Assert.False(Directory.Exists(state));
    }

    /// <summary>Killed while it writes, a command leaves the file that was there as it was.</summary>
    [Fact]
    public void A_file_that_is_being_replaced_stays_whole_when_the_writer_is_killed()
    {
        Make("network: logistic");
        Assert.Equal(0, Cli.Run("run", Plan, "--out", Out, "--quiet").Code);
        string[] lines = File.ReadAllLines(Data);
        string many = Path.Combine(Folder, "many.csv"), scored = Path.Combine(Folder, "scored.csv");
        File.WriteAllLines(many, Enumerable.Range(0, 600).SelectMany(copy => copy == 0 ? lines : lines[1..]));
        File.WriteAllText(scored, "what was there");
        using System.Diagnostics.Process process = Cli.Start("score", ModelPath, many, "--out", scored);
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || Directory.GetFiles(Folder).Any(path => Path.GetFileName(path) is var name
            && name.Contains("scored.csv", StringComparison.Ordinal) && name != "scored.csv" && new FileInfo(path).Length > 100_000),
            TimeSpan.FromMinutes(1)));
        Assert.False(process.HasExited, "the file was too short to be caught at it");
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        Assert.Equal("what was there", File.ReadAllText(scored));
    }

    [Fact]
    public void A_run_goes_on_from_a_model_and_tells_the_difference()
    {
        Make("network: mlp");
        Assert.Equal(0, Cli.Run("run", Plan, "--out", Out, "--quiet").Code);
        (int code, string output, string errors) = Cli.Run("run", Plan, "--out", Out + "2", "--from", ModelPath, "--json");
        Assert.True(code == 0, errors);
        using JsonDocument study = JsonDocument.Parse(output);
        Assert.Equal("the model before", study.RootElement.GetProperty("challengers")[0].GetProperty("name").GetString());
        Assert.Contains("The model before", errors);
        File.WriteAllText(Plan, File.ReadAllText(Plan).Replace("network: mlp", "network: tabm", StringComparison.Ordinal));
        (code, _, errors) = Cli.Run("run", Plan, "--out", Out + "3", "--from", ModelPath);
        Assert.Equal(3, code);
        Assert.Contains("FLR0573", errors);
        Assert.False(Directory.Exists(Out + "3"));
    }

    [Theory]
    [InlineData("credit", "loan_id,issued_on,age,")]
    [InlineData("credit/performance", "loan_id,month,originated_on,")]
    public void Simulated_rows_are_the_same_for_a_seed(string recipe, string head)
    {
        string first = Cli.Run("simulate", recipe, "--rows", "50", "--seed", "3").Output;
        Assert.StartsWith(head, first, StringComparison.Ordinal);
        Assert.Equal(51, first.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(first, Cli.Run("simulate", recipe, "--rows", "50", "--seed", "3").Output);
        Assert.NotEqual(first, Cli.Run("simulate", recipe, "--rows", "50", "--seed", "4").Output);
    }

    /// <summary>The file of the declined is part of what a run is; what is wrong with it is told in the plan.</summary>
    [Fact]
    public void Declined_applicants_are_read_beside_the_data()
    {
        Assert.Equal(0, Cli.Run("simulate", "credit", "--rows", "1500", "--seed", "2", "--out", Data).Code);
        string[] lines = File.ReadAllLines(Data);
        string declined = Path.Combine(Folder, "declined.csv");
        File.WriteAllLines(declined, lines.Take(200).Select(line => line[..line.LastIndexOf(',')]));
        File.WriteAllText(Plan, "recipe: credit/default-risk\ndata: {path: loans.csv, target: defaulted, positive: 1, id: loan_id}\n"
            + "network: logistic\ncredit:\n  rejects: {path: declined.csv, method: fuzzy, badRateFactor: 2, sensitivity: []}\n");
        (int code, string output, string errors) = Cli.Run("run", Plan, "--out", Out, "--json");
        Assert.True(code == 0, errors);
        using JsonDocument study = JsonDocument.Parse(output);
        JsonElement found = study.RootElement.GetProperty("credit").GetProperty("rejects");
        Assert.Equal((199, "Fuzzy"), (found.GetProperty("rows").GetInt32(), found.GetProperty("method").GetString()));
        File.WriteAllLines(declined, lines.Take(200).Select(line => line[..line.LastIndexOf(',')]
            .Replace("income", "incomes", StringComparison.Ordinal)));
        (code, _, errors) = Cli.Run("run", Plan, "--out", Out + "2");
        Assert.Equal(3, code);
        Assert.Contains("credit.yaml:5:12 credit.rejects", errors, StringComparison.Ordinal);
        Assert.Contains("did you mean \"incomes\"?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_is_JSON()
    {
        using JsonDocument schema = JsonDocument.Parse(Cli.Run("schema").Output);
        Assert.True(schema.RootElement.GetProperty("properties").TryGetProperty("recipe", out _));
    }

    static IEnumerable<string[]> Rows(string csv) => csv.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(','))
        .Where(row => int.TryParse(row[0], CultureInfo.InvariantCulture, out _));
}
