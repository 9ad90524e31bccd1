namespace Florin.Cli.Commands;

using System.CommandLine;
using System.Globalization;

/// <summary><c>florin explain MODEL DATA --row N</c>: which columns make one row's score what it is.</summary>
static class ExplainCommand
{
    static readonly Argument<string> ModelPath = new("MODEL") { Description = "A model (.florin)" };

    static readonly Argument<string> Data = new("DATA") { Description = "The " + RowSource.Described };

    static readonly Option<int> Row = new("--row") { Description = "The data row, from 1", HelpName = "N", Required = true };

    static readonly Option<string> Method = new Option<string>("--method")
    {
        Description = "gradients: integrated gradients (the default); shapley: Shapley values",
        HelpName = "NAME",
        DefaultValueFactory = _ => "gradients",
    }.AcceptOnlyFromAmong("gradients", "shapley");

    static readonly Option<bool> WhatIf = new("--what-if")
    {
        Description = "Of a declined row: the cheapest changes that would be approved",
    };

    public static Command Create()
    {
        var command = new Command("explain", "Explain the score of one row") { ModelPath, Data, Row, Method, WhatIf };
        RowSource.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        int row = parsed.GetValue(Row);
        if (row < 1) throw new UsageException($"--row counts from 1, not {row}");
        using Model model = ModelFile.Load(Files.Existing(parsed.GetRequiredValue(ModelPath)));
        Table table = RowOf(model, RowSource.Of(parsed, parsed.GetRequiredValue(Data), model.Id), row, cancel);
        var options = new ExplainOptions
        {
            Method = parsed.GetValue(Method) == "shapley" ? AttributionMethod.Shapley : AttributionMethod.Gradients,
            Seed = parsed.GetValue(GlobalOptions.Seed) ?? 0,
        };
        RowExplanation found = new RowExplainer(model, options).Explain(table, 0, cancel);
        ReasonExplainer? why = ReasonExplainer.Of(model);
        CreditPolicy? policy = model.Target is BinaryTarget ? CreditPolicy.Of(model) : null;
        var card = new ExplanationCard(model, row, model.Id is { } id && table.Contains(id) ? table[id].TextAt(0) : null, found)
        {
            Reasons = why?.Explain(table, 0, cancellation: cancel),
            Policy = policy,
            Changes = parsed.GetValue(WhatIf) ? Search(model, policy, table, cancel) : null,
        };
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(card.ToJson());
        else card.Print();
        return ExitCode.Ok;
    }

    static CounterfactualAnswer Search(Model model, CreditPolicy? policy, Table table, CancellationToken cancel) =>
        policy is { ApproveTo: { } limit, Changes: { } changes }
            ? new CounterfactualSearch(model, changes).Find(table, 0, limit, cancel)
            : throw new FlorinException("FLR1565", "the model does not know what an applicant can change", "--what-if",
                "a model file without rules for changes", "say it in the plan, credit: {counterfactuals: {…}}, and run it again");

    static Table RowOf(Model model, RowSource data, int row, CancellationToken cancel)
    {
        int seen = 0;
        foreach (TableBatch batch in data.Batches(model, null, 8192, cancel))
        {
            int at = row - 1 - seen;
            seen += batch.Table.RowCount;
            if (at >= batch.Table.RowCount) continue;
            return batch.ErrorAt(at) is not { } error ? batch.Table.Rows([at]) : throw new FlorinException("FLR0903",
                "the row cannot be read", string.Create(CultureInfo.InvariantCulture, $"{data.Name}, row {row}"), error,
                "correct the cell, or leave it empty");
        }

        throw new FlorinException("FLR0904", "the file has no such row",
            string.Create(CultureInfo.InvariantCulture, $"{data.Name}, row {row}"),
            string.Create(CultureInfo.InvariantCulture, $"{seen} rows"), "rows are counted from 1, without the header");
    }
}
