namespace Florin.Tests;

using System.Diagnostics;

/// <summary>Programs that share no line with Florin and judge its files. Where one is missing, the test is skipped and says so.</summary>
static class Outside
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A Python that has the module.</summary>
    public static string Python(string module)
    {
        // The system's own comes first: distributions put numpy and onnx there.
        foreach (string candidate in (string[])["/usr/bin/python3", "python3", "python"])
            if (Answers(candidate, "-c", "import " + module)) return candidate;
        Assert.Skip($"no Python with {module}");
        return "";
    }

    /// <summary>A program that answers when it is asked for its version; where it does not, the test is skipped.</summary>
    public static string Program(string name, string version)
    {
        if (!Answers(name, version)) Assert.Skip($"no {name}");
        return name;
    }

    /// <summary>Node with the packages of tests/onnx installed.</summary>
    public static string Node()
    {
        if (!Directory.Exists(Path.Combine(Root, "tests", "onnx", "node_modules", "onnxruntime-node")))
            Assert.Skip("no onnxruntime-node; run npm ci --ignore-scripts in tests/onnx");
        if (!Answers("node", "--version")) Assert.Skip("no node");
        return "node";
    }

    /// <summary>Runs a program to its end and returns what it printed; a program that fails fails the test with its own words.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }

    static bool Answers(string program, params string[] arguments)
    {
        try
        {
            using Process process = Start(program, arguments);
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && errors.Wait(Timeout.Infinite);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    static string Find(string folder) => File.Exists(Path.Combine(folder, "Florin.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);

    static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
