namespace Florin.Accuracy;

/// <summary>What is asked of the program, from its arguments.</summary>
/// <param name="Plans">The folder of the plans, a file for each set.</param>
/// <param name="Data">The folder of the data, to which the plans' paths are relative.</param>
/// <param name="Out">Where the scores go, a file for each set.</param>
/// <param name="Test">Whether the test rows are scored; otherwise the training rows are cut again and those held out are.</param>
sealed record Question(string Plans, string Data, string Out, bool Test)
{
    /// <summary>The sets, by the names of their plans; empty: all.</summary>
    public string[] Sets { get; init; } = [];

    /// <summary>The network, as a plan names it.</summary>
    public string Network { get; init; } = "auto";

    /// <summary>Seeds 1 to this.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Parts of the training rows that judge in turn, 1 to 4.</summary>
    public int Parts { get; init; } = 4;

    /// <summary>Threads; 0: one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Reads <c>--inside</c> or <c>--test</c>, and <c>--name value</c> pairs.</summary>
    public static Question Of(string[] arguments)
    {
        string? Value(string name) => arguments.SkipWhile(each => each != name).ElementAtOrDefault(1);
        int Number(string name, int otherwise) => int.TryParse(Value(name), out int number) ? number : otherwise;
        bool test = arguments.Contains("--test");
        if (test == arguments.Contains("--inside") || Value("--data") is not { } data || Value("--out") is not { } folder)
            throw new ArgumentException("usage: (--inside | --test) --data DIR --out DIR [--plans DIR] [--sets a,b] [--network auto]"
                + " [--seeds 5] [--parts 4] [--threads 0]");
        return new Question(Value("--plans") ?? Path.Combine("bench", "accuracy", "plans"), data, folder, test)
        {
            Sets = Value("--sets")?.Split(',') ?? [],
            Network = Value("--network") ?? "auto",
            Seeds = Number("--seeds", 5),
            Parts = Number("--parts", 4),
            Threads = Number("--threads", 0),
        };
    }
}
