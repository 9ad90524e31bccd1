namespace Florin.Cli;

using System.CommandLine;
using System.Text;

/// <summary>Secrets from files or the environment: what stands in a command can be read by every user of the machine.</summary>
static class Secrets
{
    const string IdVariable = "FLORIN_ID_KEY";

    /// <summary>The option of the commands that write ids.</summary>
    public static readonly Option<FileInfo?> IdKeyFile = new("--id-key-file")
    {
        Description = "Write each id as its HMAC-SHA256 under the key in this file; or the environment variable " + IdVariable,
        HelpName = "FILE",
    };

    /// <summary>The key under which ids are written; null: they are written as they are.</summary>
    public static IdKey? IdKey(ParseResult parsed, Screen screen)
    {
        try
        {
            if (parsed.GetValue(IdKeyFile)?.ToString() is { } path) return Florin.IdKey.Read(Guarded(path, screen));
            if (Environment.GetEnvironmentVariable(IdVariable) is not { Length: > 0 } text) return null;
            screen.Say($"note: ids are written as hashes, under the key in {IdVariable}");
            return new IdKey(Encoding.UTF8.GetBytes(text), IdVariable);
        }
        catch (FlorinException error) when (error.Code is "FLR0541")
        {
            throw new UsageException(error.Message);
        }
    }

    /// <summary>A file that is there; a warning where others may read it.</summary>
    public static string Guarded(string path, Screen screen)
    {
        string found = Files.Existing(path);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(found) & Others) != 0)
            screen.Say($"warning: other users can read {path}; chmod 600 {path}");
        return found;
    }
}
