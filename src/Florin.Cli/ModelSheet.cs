namespace Florin.Cli;

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

/// <summary>What a model file holds, for a reader and for a script. Loading it has verified every part of it.</summary>
sealed class ModelSheet(string file, byte[] bytes, ModelCard card, Model model)
{
    string Sha256 => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    public JsonObject ToJson() => new()
    {
        ["file"] = file,
        ["kind"] = "model",
        ["name"] = card.Name,
        ["recipe"] = card.Recipe,
        ["florin"] = card.Florin,
        ["sha256"] = Sha256,
        ["bytes"] = bytes.Length,
        ["target"] = model.Target.Column,
        ["predicts"] = model.Target.InWords,
        ["positive"] = (model.Target as BinaryTarget)?.Positive,
        ["network"] = card.Network,
        ["nets"] = card.Nets,
        ["parameters"] = card.Parameters,
        ["calibration"] = card.Calibration?.InWords,
        ["id"] = card.Id,
        ["referenceRows"] = model.Reference?.Rows,
        ["columns"] = new JsonArray([.. model.Features.Encoders.Select(encoder => new JsonObject
        {
            ["name"] = encoder.Column,
            ["kind"] = encoder.CellKind.ToString().ToLowerInvariant(),
            ["inputs"] = encoder.Outputs.Length,
            ["optional"] = encoder.Optional,
        })]),
    };

    public void Print(IAnsiConsole console)
    {
        console.WriteLine($"{card.Name}: {model.Target.InWords}");
        Spectre.Console.Table facts = new Spectre.Console.Table().Border(TableBorder.None).HideHeaders()
            .AddColumn(new TableColumn("").Padding(0, 0, 2, 0).NoWrap()).AddColumn("");
        foreach ((string name, string value) in Facts()) facts.AddRow(Markup.Escape(name), Markup.Escape(value));
        console.Write(facts);
        console.WriteLine("Every part of the file is as it was written, and its probes score as they did.");
        var columns = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumn(new TableColumn("column").NoWrap().Padding(0, 0))
            .AddColumn("kind").AddColumn(new TableColumn("inputs").RightAligned()).AddColumn("typical");
        foreach (ColumnEncoder encoder in model.Features.Encoders)
            columns.AddRow(Markup.Escape(encoder.Column),
                encoder.CellKind.ToString().ToLowerInvariant() + (encoder.Optional ? ", optional" : ""),
                Text($"{encoder.Outputs.Length}"), Markup.Escape(model.Reference?.Typical.GetValueOrDefault(encoder.Column) ?? ""));
        console.Write(columns);
    }

    IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("recipe", card.Recipe);
        yield return ("made by", $"Florin {card.Florin}");
        string nets = card.Nets == 1 ? "" : Text($"mean of {card.Nets} × ");
        yield return ("network", Text($"{nets}{card.Network}, {card.Parameters:N0} learned numbers"));
        if (card.Balance is { } balance) yield return ("balanced", Text($"expected counts times {balance:0.0000}"));
        if (card.Calibration is { } calibration) yield return ("calibrated", calibration.InWords);
        if (card.Id is { } id) yield return ("id", id);
        if (model.Reference is { } reference) yield return ("explained against", Text($"{reference.Name} (mean of {reference.Rows:N0})"));
        yield return ("SHA-256", Sha256);
    }

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
