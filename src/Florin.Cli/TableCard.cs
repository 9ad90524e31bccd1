namespace Florin.Cli;

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

/// <summary>What a file of rows holds, for a reader and for a script.</summary>
sealed class TableCard(string file, Florin.Table table, TableProfile profile, string? target)
{
    const int LevelsShown = 3, ProblemsShown = 5;

    public JsonObject ToJson() => new()
    {
        ["file"] = file,
        ["kind"] = "table",
        ["rows"] = profile.RowCount,
        ["badRows"] = table.Problems.BadRows,
        ["problems"] = Array(table.Problems.First.Select(problem => problem.ToString())),
        ["duplicateRows"] = profile.DuplicateRows,
        ["inOrderOf"] = Array(profile.InOrderOf),
        ["classes"] = new JsonArray([.. profile.Classes.Select(Level)]),
        ["columns"] = new JsonArray([.. profile.Columns.Select(Entry)]),
    };

    public void Print(IAnsiConsole console)
    {
        console.WriteLine(Text($"{file}: {profile.RowCount:N0} rows, {profile.Columns.Count} columns"));
        if (profile.Classes.Count > 0)
            console.WriteLine($"{target}: " + string.Join(", ", profile.Classes.Select(level =>
                Text($"{level.Level} {(double)level.Count / profile.RowCount:P1}"))));
        if (profile.InOrderOf.Count > 0) console.WriteLine($"rows in order of {string.Join(", ", profile.InOrderOf)}");
        if (profile.DuplicateRows > 0) console.WriteLine(Text($"{profile.DuplicateRows:N0} rows repeat an earlier one"));
        console.Write(Columns());
        if (table.Problems.BadRows > 0) Problems(console);
        if (target is null) console.WriteLine("With --target COLUMN each column is judged by how well it alone tells the classes apart.");
    }

    Spectre.Console.Table Columns()
    {
        var rows = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumn(new TableColumn("column").NoWrap().Padding(0, 0))
            .AddColumn("kind").AddColumn(new TableColumn("missing").RightAligned()).AddColumn(new TableColumn("distinct").RightAligned())
            .AddColumn("holds").AddColumn("to look at");
        if (profile.Columns.Any(column => column.Auc is not null)) rows.AddColumn(new TableColumn("AUC alone").RightAligned());
        foreach (ColumnProfile column in profile.Columns)
        {
            List<string> cells = [column.Name, column.Kind.ToString().ToLowerInvariant(),
                column.Missing == 0 ? "" : Text($"{(double)column.Missing / Math.Max(1, profile.RowCount):P1}"),
                Text($"{column.Distinct:N0}"),
                Holds(column), string.Join(", ", Remarks(column))];
            if (rows.Columns.Count > cells.Count) cells.Add(column.Auc is { } auc ? Text($"{auc:0.000}") : "");
            rows.AddRow([.. cells.Select(Markup.Escape)]);
        }

        return rows;
    }

    void Problems(IAnsiConsole console)
    {
        console.WriteLine(Text($"{table.Problems.BadRows:N0} rows could not be read:"));
        foreach (RowProblem problem in table.Problems.First.Take(ProblemsShown)) console.WriteLine($"  {problem}");
    }

    static string Holds(ColumnProfile column) => column switch
    {
        { IsIdentifierLike: true } => "",
        { Quartiles: { } of } => Text($"{of.Least:G4} · {of.Median:G4} · {of.Greatest:G4}"),
        { Span: { } span } => Text($"{span.First:yyyy-MM-dd} to {span.Last:yyyy-MM-dd}"),
        _ => string.Join(", ", column.Levels.Take(LevelsShown).Select(level => level.Level))
            + (column.Levels.Count > LevelsShown ? ", …" : ""),
    };

    IEnumerable<string> Remarks(ColumnProfile column)
    {
        if (column.Name == target) yield return "the target";
        if (column.IsConstant) yield return "constant";
        if (column.IsIdentifierLike) yield return "identifier";
        if (column.DuplicateOf is { } other) yield return $"the same as {other}";
        if (column.Codes.Count > 0) yield return "codes " + string.Join(", ", column.Codes.Select(code => Text($"{code}")));
        if (column.IsLeakSuspect) yield return "may know the answer";
    }

    JsonObject Entry(ColumnProfile column) => new()
    {
        ["name"] = column.Name,
        ["kind"] = column.Kind.ToString().ToLowerInvariant(),
        ["missing"] = column.Missing,
        ["distinct"] = column.Distinct,
        ["quartiles"] = column.Quartiles is { } of ? new JsonArray(of.Least, of.Lower, of.Median, of.Upper, of.Greatest) : null,
        ["first"] = column.Span?.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["last"] = column.Span?.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["levels"] = new JsonArray([.. column.Levels.Select(Level)]),
        ["codes"] = new JsonArray([.. column.Codes.Select(code => (JsonNode)code)]),
        ["constant"] = column.IsConstant,
        ["identifier"] = column.IsIdentifierLike,
        ["duplicateOf"] = column.DuplicateOf,
        ["auc"] = column.Auc,
        ["aucOfMissing"] = column.AucOfMissing,
        ["leakSuspect"] = column.IsLeakSuspect,
    };

    static JsonObject Level(LevelCount level) => new() { ["value"] = level.Level, ["rows"] = level.Count };

    static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
