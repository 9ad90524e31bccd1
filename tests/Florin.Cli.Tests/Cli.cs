namespace Florin.Cli.Tests;

using System.Diagnostics;

/// <summary>The built program, run as users run it.</summary>
static class Cli
{
    public static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    public static Process Start(params string[] arguments) => Launch("dotnet", [Program, .. arguments]);

    /// <summary>
    /// As <see cref="Start"/>, on Unix with the interrupt set to end the program: a job in the background of a shell ignores it, and what
    /// it starts inherits that.
    /// </summary>
    public static Process StartInterruptible(params string[] arguments) =>
        Launch("env", ["--default-signal=INT", "dotnet", Program, .. arguments]);

    static string Program => Path.Combine(AppContext.BaseDirectory, "Florin.Cli.dll");

    static Process Launch(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.StandardOutputEncoding = start.StandardErrorEncoding = System.Text.Encoding.UTF8;
        return Process.Start(start)!;
    }
}
