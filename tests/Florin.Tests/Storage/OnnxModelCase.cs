namespace Florin.Tests;

using System.Text.Json.Nodes;

/// <summary>A model that is exported with its preprocessing, and judged on raw columns.</summary>
sealed record OnnxModelCase(string Name, ModelTask Task, string Network)
{
    static readonly FeatureOptions EveryStep = OnnxLoans.Features with
    {
        Winsor = 0.03,
        Fill = System.Collections.Immutable.ImmutableDictionary<string, double>.Empty.Add("income", 9e4).Add("months", 1e9),
        Cycles = ["issued on"],
        TargetMean = ["grade", "branch"],
    };

    public int Ensemble { get; init; } = 1;

    public CalibrationMethod Calibration { get; init; }

    /// <summary>In place of the fitted calibration: isotonic needs more events than there are rows here.</summary>
    public IsotonicCalibration? Steps { get; init; }

    public bool Offset { get; init; }

    public EquatableArray<ColumnPair> Pairs { get; init; }

    public FeatureOptions Features { get; init; } = OnnxLoans.Features;

    /// <summary>Whether the first rows have exposures that Florin refuses: the runtime cannot, and gives no number.</summary>
    public bool Unexposed { get; init; }

    /// <summary>Columns renamed before training, such as one to "score".</summary>
    public (string From, string To)? Renamed { get; init; }

    public static IEnumerable<OnnxModelCase> All() =>
    [
        .. from task in Enum.GetValues<ModelTask>()
           from network in (string[])["logistic", "mlp", "tabm", "realmlp"]
           select new OnnxModelCase($"model {task} {network}", task, network),
        .. from network in (string[])["monotone", "additive"]
           select new OnnxModelCase($"model Binary {network}", ModelTask.Binary, network),
        new("model Binary additive with pairs", ModelTask.Binary, "additive") { Pairs = [new("income", "months"), new("grade", "income")] },
        new("model of three nets", ModelTask.Binary, "mlp") { Ensemble = 3 },
        new("model of two nets of classes", ModelTask.Classes, "tabm") { Ensemble = 2 },
        new("model without calibration", ModelTask.Binary, "tabm") { Calibration = CalibrationMethod.None },
        new("model of classes without calibration", ModelTask.Classes, "mlp") { Calibration = CalibrationMethod.None },
        new("model with every step of features", ModelTask.Binary, "mlp") { Features = EveryStep },
        new("model of amounts with every step", ModelTask.Number, "tabm") { Features = EveryStep },
        new("model calibrated by Platt", ModelTask.Binary, "mlp") { Calibration = CalibrationMethod.Platt },
        new("model calibrated by beta", ModelTask.Binary, "tabm") { Calibration = CalibrationMethod.Beta },
        new("model with isotonic steps", ModelTask.Binary, "mlp") { Steps = new([0.2, 0.45, 0.5, 0.7], [0.05, 0.05, 0.4, 0.9]) },
        new("model with an offset", ModelTask.Count, "mlp") { Offset = true },
        new("model of rows without exposure", ModelTask.Count, "logistic") { Unexposed = true },
        new("model with a column score", ModelTask.Binary, "mlp") { Renamed = ("months", "score") },
    ];

    /// <summary>Writes NAME.onnx, and NAME.json with rows and the scores that Florin gives them.</summary>
    public void Export(string folder)
    {
        Table train = Shaped(OnnxLoans.Train()), rows = Shaped(OnnxLoans.Fresh());
        double[] rates = [];
        using Model model = Fit(train);
        var notes = new Dictionary<string, string> { ["name"] = Name };
        OnnxSignature signature = model.ExportOnnx(Path.Combine(folder, Name + ".onnx"), notes);
        double[] scores = model.Score(rows);
        if (model.Target is CountTarget count) rates = [.. scores.Zip(count.Exposures(rows), (score, exposure) => score / exposure)];
        if (Unexposed) rows = WithoutExposure(rows, scores);
        var outputs = new JsonObject();
        if (model.Target is ClassTarget target)
        {
            outputs["scores"] = OnnxJson.Numbers(scores, rows.RowCount, target.Outputs);
            outputs["predicted"] = OnnxJson.Texts([.. Enumerable.Range(0, rows.RowCount).Select(row =>
                target.Levels[target.Likeliest(scores.AsSpan(row * target.Outputs, target.Outputs))])], rows.RowCount);
        }
        else outputs[signature.Outputs[0].Name] = OnnxJson.Numbers(scores, rows.RowCount);
        if (model.Target is ShareTarget share)
            outputs["amount"] = OnnxJson.Numbers([.. scores.Select((score, row) => share.AmountOf(rows, row, score))], rows.RowCount);
        if (rates.Length > 0) outputs["rate"] = OnnxJson.Numbers(rates, rows.RowCount);
        double unit = model.Target is NumberTarget number ? number.Deviation : 1;
        OnnxJson.Write(Path.Combine(folder, Name + ".json"), unit, OnnxJson.Cells(model.Columns, rows), outputs);
    }

    static Table WithoutExposure(Table rows, double[] scores)
    {
        double[] years = rows.Number("years").Values.ToArray();
        (years[0], years[1], years[2]) = (0, -1, double.NaN);
        Array.Fill(scores, double.NaN, 0, 3);
        return rows.Without("years").With(new NumberColumn("years", years));
    }

    Table Shaped(Table table)
    {
        if (Renamed is not { } renamed) return table;
        return Table.From([.. table.Columns.Select(column => column.Name == renamed.From ? column.Renamed(renamed.To) : column)]);
    }

    Model Fit(Table table)
    {
        string target = Task switch
        {
            ModelTask.Binary => "bad",
            ModelTask.Classes => "kind",
            ModelTask.Number => "amount",
            ModelTask.Share => "lost",
            _ => "claims"
        };
        string[] others = [.. ((string[])["bad", "kind", "amount", "claims", "years", "offset", "lost"]).Where(name => name != target)];
        bool count = Task == ModelTask.Count;
        var roles = new ColumnRoles
        {
            Target = target, Positive = Task == ModelTask.Binary ? "yes" : null, Exposure = count ? "years" : null,
            Offset = Offset ? "offset" : null, Drop = [.. others.Where(name => !count || name != "years" && !(Offset && name == "offset"))],
        };
        Schema schema = Schema.Of(table, roles);
        SplitTable split = SplitTable.Of(table, schema, new StratifiedSplit(0.2), 3,
            Task == ModelTask.Share ? new ShareTarget(target, false, "years", "offset") : ModelTarget.Of(table, schema, Task));
        var plan = new ModelPlan
        {
            Network = Network,
            Sizes = new NetworkSizes { Pairs = Pairs },
            Epochs = Network == "logistic" ? null : 6, Ensemble = Ensemble, Calibration = Calibration, Seed = 7,
            Threads = 1,
            Features = Features,
        };
        Model model = plan.Fit(split.Target, split.Train, split.Validation);
        return Steps is null ? model : model.With(Steps);
    }
}
