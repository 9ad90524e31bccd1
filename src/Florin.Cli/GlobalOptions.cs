namespace Florin.Cli;

using System.CommandLine;

/// <summary>What every command takes.</summary>
static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON object on standard output, nothing else there",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No messages, no progress", Recursive = true };

    public static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Threads to use; the result's bits are the same for any number",
        HelpName = "N",
        Recursive = true,
    };

    public static readonly Option<ulong?> Seed =
        new("--seed") { Description = "The seed, in place of the plan's", HelpName = "S", Recursive = true };

    static GlobalOptions() => Threads.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int threads) && threads < 1)
            result.AddError($"--threads must be 1 or more, not {threads}");
    });

    public static IEnumerable<Option> All => [Json, Quiet, Threads, Seed];
}
