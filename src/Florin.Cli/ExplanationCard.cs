namespace Florin.Cli;

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

/// <summary>Why a row has its score, for a reader and for a script.</summary>
sealed class ExplanationCard(Model model, int row, string? id, RowExplanation found)
{
    /// <summary>Columns on each side of the line that bars begin at.</summary>
    const int BarWidth = 4;

    /// <summary>Smaller shares are counted, not shown.</summary>
    const double Least = 0.0005;

    /// <summary>The reasons of a decline; null: the model has none.</summary>
    public ReasonSet? Reasons { get; init; }

    /// <summary>By what the reasons and PDs are told; null: the model is none of credit.</summary>
    public CreditPolicy? Policy { get; init; }

    /// <summary>What would be approved; null: it was not asked for.</summary>
    public CounterfactualAnswer? Changes { get; init; }

    public string ToJson()
    {
        var shares = new JsonArray();
        foreach (ColumnShare share in found.Shares)
            shares.Add(new JsonObject
            {
                ["column"] = share.Column,
                ["cell"] = share.Cell,
                ["typical"] = share.Typical,
                ["share"] = share.Share,
                ["standardError"] = share.StandardError,
            });
        var json = new JsonObject
        {
            ["row"] = row,
            ["id"] = id,
            ["score"] = found.Score,
            ["reference"] = found.Reference,
            ["referenceScore"] = found.ReferenceScore,
            ["residual"] = found.Residual,
            ["shares"] = shares,
        };
        if (Reasons is { } reasons) ReasonCard.Add(json, reasons);
        if (Changes is { } changes) ReasonCard.Add(json, changes);
        if (Policy is { } policy) ReasonCard.AddPds(json, found.Score, policy, Changes);
        return json.ToJsonString(Files.Readable);
    }

    public void Print()
    {
        IAnsiConsole console = Screen.Output();
        string who = id is null ? Text($"row {row}") : Text($"row {row} ({model.Id} {id})");
        console.WriteLine(Says(who));
        string unit = Points ? " in points" : "";
        string reference = Amount(found.ReferenceScore);
        console.WriteLine($"{found.Reference} (average inputs, not the mean score) has {reference}; the difference{unit} comes from");
        bool errors = found.Shares.Any(share => share.StandardError is not null);
        Spectre.Console.Table table = new Spectre.Console.Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("column").NoWrap().Padding(0, 0)).AddColumn("here").AddColumn("typical")
            .AddColumn(new TableColumn(Points ? "points" : "share").RightAligned()).AddColumn(new TableColumn("").Padding(0, 0));
        double least = Points ? Least : Least * found.Shares.Sum(share => Math.Abs(share.Share));
        double most = found.Shares.Max(share => Math.Abs(share.Share));
        foreach (ColumnShare share in found.Shares.Where(share => Math.Abs(share.Share) >= least))
        {
            string error = errors ? " ± " + Share(1.96 * (share.StandardError ?? 0)).TrimStart('+') : "";
            table.AddRow(Markup.Escape(share.Column), Markup.Escape(share.Cell ?? "missing"), Markup.Escape(share.Typical ?? ""),
                Share(share.Share) + error, Bar(share.Share, most));
        }

        console.Write(table);
        int small = found.Shares.Count(share => Math.Abs(share.Share) < least);
        string rest = small switch { 0 => "", 1 => "One more column has", _ => Text($"{small} more columns have") }
            + (small == 0 ? "" : " next to nothing. ");
        console.WriteLine(rest + $"The shares add up but for {Residual}.");
        if (Reasons is { } reasons) ReasonCard.Print(console, reasons, Policy!);
        if (Changes is { } changes) ReasonCard.Print(console, changes, Policy!);
    }

    /// <summary>To the right what adds, to the left what takes: without colours, too, the two are told apart.</summary>
    static string Bar(double share, double most)
    {
        int halves = Math.Max(1, (int)Math.Round(Math.Abs(share) / most * 2 * BarWidth));
        string bar = new('█', halves / 2), half = halves % 2 == 0 ? "" : share > 0 ? "▌" : "▐";
        return share > 0 ? $"{new string(' ', BarWidth)}│[red]{bar + half}[/]" : $"[blue]{(half + bar).PadLeft(BarWidth)}[/]│";
    }

    /// <summary>Probabilities are told in points of a hundred, amounts in their own unit.</summary>
    bool Points => model.Target.Task is ModelTask.Binary or ModelTask.Classes or ModelTask.Share;

    string Residual => Points ? Text($"{Math.Abs(found.Residual * 100):0.0000} points") : Text($"{Math.Abs(found.Residual):G2}");

    string Says(string who) => model.Target switch
    {
        BinaryTarget two => $"{who}: {two.Column} = {two.Positive} with probability {Amount(found.Score)}",
        ClassTarget => $"{who}: {model.Target.Column} = {found.Class} with probability {Amount(found.Score)}",
        CountTarget { Exposure: { } exposure } => $"{who}: {model.Target.Column} {Amount(found.Score)} expected for one {exposure}",
        _ => $"{who}: {model.Target.Column} {Amount(found.Score)} expected",
    };

    string Amount(double score) => Points ? Text($"{score:P1}") : Plain(score, "G4");

    string Share(double share) => Points ? Text($"{share * 100:+0.00;-0.00;0.00}") : (share > 0 ? "+" : "") + Plain(share, "G3");

    static string Plain(double number, string format) =>
        number.ToString(Math.Abs(number) >= 1000 ? "N0" : format, CultureInfo.InvariantCulture);

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
