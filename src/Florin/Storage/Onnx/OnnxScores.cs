namespace Florin.Storage.Onnx;

/// <summary>From what the nets predict on average to the scores: calibration, unit, exposure, in double precision.</summary>
static class OnnxScores
{
    public static void Map(OnnxGraph graph, Model model, string means, IReadOnlyDictionary<string, string> columns)
    {
        graph.At("score");
        switch (model.Target)
        {
            case BinaryTarget or ShareTarget:
                string share = Probability(graph, model.Calibration, means);
                One(graph, "score", share, model.Target.InWords);
                if (model.Target is ShareTarget { Whole: not null } of) Amount(graph, of, share, columns);
                break;
            case ClassTarget target:
                Classes(graph, target, model.Calibration, means);
                break;
            case NumberTarget target:
                string part = graph.Add("Mul", [graph.Double(target.Deviation), means]);
                One(graph, "score", graph.Add("Add", [graph.Double(target.Mean), part]), target.InWords);
                break;
            case CountTarget target:
                string rate = graph.Add("Mul", [means, graph.Double(model.Balance ?? 1)]);
                One(graph, "score", target.Beside.Length == 0 ? rate : Expected(graph, target, rate, columns), target.InWords);
                One(graph, "rate", rate, $"the expected {target.Column} of an exposure of 1");
                break;
            default:
                throw new FlorinException("FLR0432", "ONNX has no form for a target", "the model", model.Target.GetType().Name,
                    "score with Florin");
        }
    }

    /// <summary>One number for each row: [batch].</summary>
    static void One(OnnxGraph graph, string name, string x, string meaning) =>
        graph.Output(graph.Add("Squeeze", [x, graph.Whole(1)]), name, OnnxType.Double, Shape.Rows(), meaning);

    static string Probability(OnnxGraph graph, Calibrator? calibration, string mean)
    {
        string p = Within(graph, mean, 0, 1);
        if (calibration is null) return p;
        if (calibration is IsotonicCalibration steps) return OnnxScales.Lines(graph, steps.X.AsSpan(), steps.Y.AsSpan(), p);
        p = Within(graph, p, MetricMath.Edge, 1 - MetricMath.Edge);
        string rest = graph.Add("Sub", [graph.Double(1), p]);
        string odds = graph.Add("Log", [graph.Add("Div", [p, rest])]);
        return graph.Add("Sigmoid", [calibration switch
        {
            TemperatureCalibration own => graph.Add("Div", [odds, graph.Double(own.Temperature)]),
            PlattCalibration own => Line(graph, own.Slope, odds, own.Intercept),
            LogOddsShift own => graph.Add("Add", [odds, graph.Double(own.Shift)]),
            BetaCalibration own => graph.Add("Sub", [Line(graph, own.A, graph.Add("Log", [p]), own.C),
                graph.Add("Mul", [graph.Double(own.B), graph.Add("Log", [rest])])]),
            _ => throw new FlorinException("FLR0432", "ONNX has no form for a calibration", "the model", calibration.GetType().Name,
                "score with Florin"),
        }]);
    }

    static string Line(OnnxGraph graph, double slope, string x, double intercept) =>
        graph.Add("Add", [graph.Add("Mul", [graph.Double(slope), x]), graph.Double(intercept)]);

    static void Classes(OnnxGraph graph, ClassTarget target, Calibrator? calibration, string means)
    {
        string scores = means;
        if (calibration is TemperatureCalibration { Temperature: var temperature })
        {
            string log = graph.Add("Log", [graph.Add("Max", [means, graph.Double(ClassTemperature.Least)])]);
            string powers = graph.Add("Exp", [graph.Add("Div", [log, graph.Double(temperature)])]);
            scores = graph.Add("Div", [powers, graph.Add("ReduceSum", [powers, graph.Whole(1)], OnnxForm.Attribute("keepdims", 1))]);
        }

        string best = graph.Add("ArgMax", [scores], OnnxForm.Attribute("axis", 1), OnnxForm.Attribute("keepdims", 0));
        graph.Output(scores, "scores", OnnxType.Double, Shape.Rows(target.Outputs), target.InWords);
        graph.Output(graph.Add("Gather", [graph.Texts(target.Levels), best]), "predicted", OnnxType.Text, Shape.Rows(),
            $"the likeliest {target.Column}");
    }

    /// <summary>Part + share · (whole - part); a whole below its part leaves the part.</summary>
    static void Amount(OnnxGraph graph, ShareTarget target, string share, IReadOnlyDictionary<string, string> columns)
    {
        string part = target.Part is { } name ? columns[name] : graph.Double(0);
        string rest = graph.Add("Max", [graph.Add("Sub", [columns[target.Whole!], part]), graph.Double(0)]);
        One(graph, "amount", graph.Add("Add", [part, graph.Add("Mul", [share, rest])]), $"the amount of that {target.Column}");
    }

    /// <summary>The rate times the exposure; no number where that is not above 0, which Florin refuses.</summary>
    static string Expected(OnnxGraph graph, CountTarget target, string rate, IReadOnlyDictionary<string, string> columns)
    {
        string exposure = target.Exposure is { } name ? columns[name] : graph.Double(1);
        string right = graph.Add("Greater", [exposure, graph.Double(0)]);
        exposure = graph.Add("Where", [right, exposure, graph.Double(double.NaN)]);
        if (target.Offset is { } offset) exposure = graph.Add("Mul", [exposure, graph.Add("Exp", [columns[offset]])]);
        return graph.Add("Mul", [rate, exposure]);
    }

    static string Within(OnnxGraph graph, string x, double least, double most) =>
        graph.Add("Min", [graph.Add("Max", [x, graph.Double(least)]), graph.Double(most)]);
}
