namespace Florin.Cli.Tests;

using System.Diagnostics;

public sealed class UsageTests
{
    [Fact]
    public void The_version_is_that_of_the_package()
    {
        (int code, string output, _) = Cli.Run("--version");
        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?\s*$", output);
    }

    [Fact]
    public void Help_names_the_commands_and_the_global_options()
    {
        (int code, string output, _) = Cli.Run("--help");
        Assert.Equal(0, code);
        foreach (string word in (string[])["show", "--json", "--quiet", "--threads", "--seed"])
            Assert.Contains(word, output, StringComparison.Ordinal);
        (code, output, _) = Cli.Run("show", "--help");
        Assert.Equal(0, code);
        Assert.Contains("  florin show <FILE>", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Florin.Cli", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("show")]
    [InlineData("shwo", "a.safetensors")]
    [InlineData("show", "a.safetensors", "--threads", "0")]
    [InlineData("show", "a.safetensors", "--threads", "two")]
    [InlineData("show", "a.safetensors", "--seed")]
    [InlineData("show", "a.safetensors", "--nonsense")]
    public void Wrong_usage_ends_with_2_and_nothing_on_standard_output(params string[] arguments)
    {
        (int code, string output, string errors) = Cli.Run(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.NotEqual("", errors);
    }

    /// <summary>A pipe that nobody writes to makes a read that never ends.</summary>
    [Fact]
    public void An_interrupt_ends_with_130()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("it needs the env of GNU coreutils, and a signal sent to one process alone");
        string folder = Directory.CreateTempSubdirectory("florin-cli").FullName, pipe = Path.Combine(folder, "a.safetensors");
        Process.Start("mkfifo", [pipe])!.WaitForExit();
        using Process process = Cli.StartInterruptible("show", pipe);
        Thread.Sleep(1500);
        Assert.False(process.HasExited);
        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        if (!process.WaitForExit(20_000))
        {
            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(130, process.ExitCode);
        Directory.Delete(folder, true);
    }
}
