namespace Florin.Cli.Tests;

using System.Diagnostics;

/// <summary>The built program, run as users run it.</summary>
static class Cli
{
    public static (int Code, string Output, string Errors) Run(params string[] arguments) => End(Start(arguments));

    /// <summary>As <see cref="Run"/>, with a variable of the environment.</summary>
    public static (int Code, string Output, string Errors) RunWith(string variable, string value, params string[] arguments) =>
        End(Launch("dotnet", [Program, .. arguments], variable, value));

    static (int Code, string Output, string Errors) End(Process started)
    {
        using Process process = started;
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

    static Process Launch(string program, string[] arguments, string? variable = null, string? value = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (variable is not null) start.Environment[variable] = value;
        start.StandardOutputEncoding = start.StandardErrorEncoding = System.Text.Encoding.UTF8;
        return Process.Start(start)!;
    }
}
