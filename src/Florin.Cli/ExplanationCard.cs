namespace Florin.Cli;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

/// <summary>Why a row has its score, for a reader and for a script.</summary>
sealed class ExplanationCard(Model model, int row, string? id, RowExplanation found)
{
    const int BarWidth = 8;

    /// <summary>Smaller shares are counted, not shown.</summary>
    const double Least = 0.0005;

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
        return new JsonObject
        {
            ["row"] = row,
            ["id"] = id,
            ["score"] = found.Score,
            ["reference"] = found.Reference,
            ["referenceScore"] = found.ReferenceScore,
            ["residual"] = found.Residual,
            ["shares"] = shares,
        }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Print()
    {
        IAnsiConsole console = Screen.Output();
        string who = id is null ? Text($"row {row}") : Text($"row {row} ({model.Id} {id})");
        console.WriteLine(Text($"{who}: {model.Target.Column} = {model.Target.Positive} with probability {found.Score:P1}"));
        console.WriteLine(Text($"{found.Reference} has {found.ReferenceScore:P1}; the difference in points comes from"));
        bool errors = found.Shares.Any(share => share.StandardError is not null);
        Spectre.Console.Table table = new Spectre.Console.Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("column").NoWrap().Padding(0, 0)).AddColumn("here").AddColumn("typical")
            .AddColumn(new TableColumn("points").RightAligned()).AddColumn(new TableColumn("").Padding(0, 0));
        double most = found.Shares.Max(share => Math.Abs(share.Share));
        foreach (ColumnShare share in found.Shares.Where(share => Math.Abs(share.Share) >= Least))
        {
            string error = errors ? Text($" ± {1.96 * 100 * share.StandardError ?? 0:0.00}") : "";
            table.AddRow(Markup.Escape(share.Column), Markup.Escape(share.Cell ?? "missing"), Markup.Escape(share.Typical ?? ""),
                Points(share.Share) + error, Bar(share.Share, most));
        }

        console.Write(table);
        int small = found.Shares.Count(share => Math.Abs(share.Share) < Least);
        string rest = small switch { 0 => "", 1 => "One more column has", _ => Text($"{small} more columns have") }
            + (small == 0 ? "" : " less than 0.05 points. ");
        console.WriteLine(rest + Text($"The shares add up but for {Math.Abs(found.Residual * 100):0.0000} points."));
    }

    static string Bar(double share, double most)
    {
        string bar = new('█', Math.Max(1, (int)Math.Round(Math.Abs(share) / most * BarWidth)));
        return share > 0 ? $"[red]{bar}[/]" : $"[blue]{bar}[/]";
    }

    static string Points(double share) => Text($"{share * 100:+0.00;-0.00;0.00}");

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
