namespace Florin.Cli;

/// <summary>The command was written wrongly in a way that only its run can see.</summary>
sealed class UsageException(string message) : Exception(message);
