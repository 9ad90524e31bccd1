namespace Florin.Cli.Commands;

using System.CommandLine;
using System.Globalization;

/// <summary><c>florin check MODEL DATA</c>: whether new rows are like those that a model was made of, and whether it is still as
/// good.</summary>
static class CheckCommand
{
    static readonly Argument<string> ModelPath = new("MODEL") { Description = "A model (.florin)" };

    static readonly Argument<string> Data = new("DATA")
    {
        Description = "New " + RowSource.Described + "; with the target column performance is measured, without it estimated",
    };

    static readonly Option<double> Psi = Limit("--psi", "Stability index from which a column counts as shifted", 0.25);

    static readonly Option<double> Missing = Limit("--missing", "How much the share of missing cells may rise", 0.05);

    static readonly Option<double> Unknown = Limit("--unknown", "How much the share of unknown levels may rise", 0.05);

    static readonly Option<double> Level = Limit("--level", "Level of the tests of performance and calibration", 0.05);

    public static Command Create()
    {
        var command = new Command("check", "Check new rows for drift and performance; ends with 4 when a limit is crossed")
        {
            ModelPath, Data, Psi, Missing, Unknown, Level,
        };
        RowSource.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static Option<double> Limit(string name, string description, double usual)
    {
        var option = new Option<double>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description}; {usual} by default"),
            HelpName = "SHARE",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (!(result.GetValue(option) is > 0 and < 100)) result.AddError($"{name} is above 0");
        });
        return option;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        using Model model = ModelFile.Load(Files.Existing(parsed.GetRequiredValue(ModelPath)));
        RowSource data = RowSource.Of(parsed, parsed.GetRequiredValue(Data), model.Id);
        using var screen = new Screen(parsed);
        screen.Progress("reading", data.Name);
        (Florin.Table table, long bad) = Read(model, data, cancel);
        var limits = new CheckLimits
        {
            Psi = parsed.GetValue(Psi), Missing = parsed.GetValue(Missing), Unknown = parsed.GetValue(Unknown),
            Level = parsed.GetValue(Level),
        };
        ModelCheck found = ModelCheck.Of(model, table, limits, parsed.GetValue(GlobalOptions.Seed) ?? 0,
            parsed.GetValue(GlobalOptions.Threads) ?? Environment.ProcessorCount, cancel);
        screen.Clear();
        var card = new CheckCard(data.Name, found, bad) { Development = DevelopmentRows.Are(model, table) };
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(card.ToJson());
        else card.Print(Screen.Output());
        return found.Verdict == CheckVerdict.Crossed ? ExitCode.GateFailed : ExitCode.Ok;
    }

    /// <summary>Rows that cannot be read are counted, not checked. The target may be absent; a row whose outcome is not known yet makes all
    /// rows count as without.</summary>
    static (Florin.Table Table, long Bad) Read(Model model, RowSource data, CancellationToken cancel)
    {
        const int Batch = 1 << 20;
        ColumnKind kind = model.Target is BinaryTarget or ClassTarget ? ColumnKind.Category : ColumnKind.Number;
        ColumnSpec[] target = [new(model.Target.Column, kind, Optional: true)];
        Florin.Table? all = null;
        long bad = 0;
        foreach (TableBatch batch in data.Batches(model, target, Batch, cancel))
        {
            int[] whole = [.. Enumerable.Range(0, batch.Table.RowCount).Where(row => batch.ErrorAt(row) is null)];
            bad += batch.Table.RowCount - whole.Length;
            Florin.Table part = batch.Table.Rows(whole);
            all = all?.Append(part) ?? part;
        }

        return (all ?? throw new FlorinException("FLR0577", "there is nothing to check", data.Name, "0 rows", "give one row or more"), bad);
    }
}
