using System.Diagnostics;
using System.Globalization;
using Florin;
using Florin.Accuracy;

Question question = Question.Of(args);
Directory.CreateDirectory(question.Out);
foreach (string path in Directory.GetFiles(question.Plans, "*.yaml").Order(StringComparer.Ordinal))
    if (question.Sets.Length == 0 || question.Sets.Contains(Path.GetFileNameWithoutExtension(path)))
        Scores(AccuracySet.Read(path, question.Data));

void Scores(AccuracySet set)
{
    using var file = new StreamWriter(Path.Combine(question.Out, set.Name + ".csv"));
    file.WriteLine("part,seed,row,target,score,seconds");
    for (int part = 0; part < Math.Min(question.Parts, set.Parts(question.Test)); part++)
        for (ulong seed = 1; seed <= (ulong)question.Seeds; seed++)
        {
            var (rows, judging) = set.Cut(question.Test, part, seed);
            var clock = Stopwatch.StartNew();
            using Model model = Plan(set, seed).Fit(rows.Target, rows.Train, rows.Validation);
            double seconds = clock.Elapsed.TotalSeconds;
            double[] scores = model.Score(rows.Test);
            for (int i = 0; i < scores.Length; i++)
                file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{part},{seed},{judging[i]},{rows.TestLabels[i]},{scores[i]:R},{seconds:F2}"));
            History history = model.Nets[0].History;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{set.Name} part {part} seed {seed}: {seconds:F1} s, {history.Best?.Number} of {history.Epochs.Count} epochs,")
                + string.Create(CultureInfo.InvariantCulture, $" AUC {BinaryMetrics.Auc(scores, rows.TestLabels):F4}"));
        }
}

ModelPlan Plan(AccuracySet set, ulong seed) => new()
{
    Network = question.Network,
    Seed = seed,
    Threads = question.Threads,
    Features = new FeatureOptions
    {
        Categorical = [.. set.Plan.Data.Categorical],
        Special = System.Collections.Immutable.ImmutableDictionary.CreateRange(set.Plan.Data.Special.Select(pair =>
            KeyValuePair.Create(pair.Key, (System.Collections.Immutable.ImmutableArray<double>)[.. pair.Value]))),
    },
};
