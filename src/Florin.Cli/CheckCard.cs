namespace Florin.Cli;

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

/// <summary>What a check found, for a reader and for a script.</summary>
sealed class CheckCard(string path, ModelCheck found, long bad)
{
    /// <summary>Whether these are the rows that the model was made from.</summary>
    public bool Development { get; init; }

    string? Warning => !Development ? null : "These are the rows that the model was made from: "
        + (found.Labelled ? "it learned from most of them, so its performance here is not out of sample."
            : "that they are alike says nothing.");

    public string ToJson() => new JsonObject
    {
        ["file"] = path,
        ["rows"] = found.Rows,
        ["badRows"] = bad,
        ["labelled"] = found.Labelled,
        ["verdict"] = Name(found.Verdict),
        ["developmentRows"] = Development,
        ["warning"] = Warning,
        ["items"] = new JsonArray([.. found.Items.Select(item => new JsonObject
        {
            ["what"] = item.What,
            ["test"] = item.Test,
            ["value"] = double.IsFinite(item.Value) ? item.Value : null,
            ["before"] = item.Before,
            ["limit"] = item.Limit,
            ["verdict"] = Name(item.Verdict),
            ["reading"] = item.Reading,
        })]),
    }.ToJsonString(Files.Readable);

    /// <summary>What is fine is counted; the model itself and whatever is not fine is listed.</summary>
    public void Print(IAnsiConsole console)
    {
        CheckItem[] shown = [.. found.Items.Where(item => item.Verdict != CheckVerdict.Fine || item.What is "model" or "score")];
        int crossed = found.Items.Count(item => item.Verdict == CheckVerdict.Crossed);
        console.WriteLine(Text($"{path}: {found.Rows:N0} rows{(bad == 0 ? "" : Text($", {bad:N0} more could not be read"))}; ")
            + (crossed == 0 ? "no limit is crossed." : Text($"{crossed} limit{(crossed == 1 ? " is" : "s are")} crossed.")));
        if (Warning is { } warning) console.MarkupLine($"[yellow]{Markup.Escape(warning)}[/]");
        Spectre.Console.Table table = new Spectre.Console.Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("").NoWrap().Padding(0, 0)).AddColumn(new TableColumn("what").NoWrap())
            .AddColumn("test").AddColumn(new TableColumn("value").RightAligned()).AddColumn("reading");
        foreach (CheckItem item in shown)
            table.AddRow(Mark(item.Verdict), Markup.Escape(item.What), Markup.Escape(item.Test),
                double.IsFinite(item.Value) ? item.Value.ToString("0.000", CultureInfo.InvariantCulture) : "",
                Markup.Escape(item.Reading));
        console.Write(table);
        int fine = found.Items.Length - shown.Length;
        if (fine > 0) console.WriteLine(Text($"{fine} more tests of columns are fine."));
        if (!found.Labelled) console.WriteLine("The outcomes are not known: performance is estimated, not measured.");
    }

    static string Mark(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Crossed => "[red]crossed[/]",
        CheckVerdict.Look => "[yellow]look[/]",
        _ => "fine",
    };

    static string Name(CheckVerdict verdict) => verdict.ToString().ToLowerInvariant();

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
