namespace Florin.Cli;

/// <summary>What a script learns from the program's end.</summary>
static class ExitCode
{
    public const int Ok = 0, Internal = 1, Usage = 2, Data = 3, GateFailed = 4, Cancelled = 130;
}
