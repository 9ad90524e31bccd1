namespace Florin.Sql.Tests;

using System.Diagnostics;

/// <summary>A PostgreSQL of the tests' own, in a temporary folder and on a socket there; it ends with them.</summary>
public sealed class PostgresCluster : IDisposable
{
    /// <summary>Looked for in everything that Florin says.</summary>
    public const string Password = "canary-pass-71c2", User = "canary_user";

    /// <summary>The server does not run as root: Debian's package brings a user for it.</summary>
    const string ServerUser = "postgres";

    readonly string folder = Directory.CreateTempSubdirectory("florin-pg").FullName;
    readonly string? missing;

    public PostgresCluster()
    {
        if (Programs() is null)
        {
            missing = "no PostgreSQL server (initdb, pg_ctl)";
            return;
        }

        string words = Path.Combine(folder, "words");
        File.WriteAllText(words, Password);
        if (IsRoot) Run("chown", "-R", ServerUser, folder);
        Server("initdb", "-D", Data, "-U", User, "--auth=scram-sha-256", "--pwfile=" + words, "--no-sync", "--encoding=UTF8");
        Server("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder, "log"), "-o",
            $"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off", "start");
    }

    /// <summary>How to reach it; the test is skipped where there is none.</summary>
    public string ConnectionString
    {
        get
        {
            if (missing is not null) Assert.Skip(missing);
            return $"Host={folder};Username={User};Password={Password};Database=postgres";
        }
    }

    /// <summary>Runs statements by PostgreSQL's own program.</summary>
    public void Psql(string statements)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("florin-psql").FullName, "run.sql");
        File.WriteAllText(file, statements);
        Environment.SetEnvironmentVariable("PGPASSWORD", Password);
        Run(Path.Combine(Programs()!, "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", User, "-d", "postgres", "-f", file);
        Directory.Delete(Path.GetDirectoryName(file)!, true);
    }

    public void Dispose()
    {
        if (missing is null) Server("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(folder, true);
    }

    string Data => Path.Combine(folder, "data");

    static bool IsRoot => Environment.UserName == "root";

    /// <summary>Debian keeps the server's programs beside the path, by version.</summary>
    static string? Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        string[] folders =
        [
            .. Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")) : [],
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        ];
        return folders.FirstOrDefault(each => File.Exists(Path.Combine(each, "initdb")) && File.Exists(Path.Combine(each, "pg_ctl"))
            && File.Exists(Path.Combine(each, "psql")));
    }

    static void Server(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs()!, program);
        if (IsRoot) Run("runuser", ["-u", ServerUser, "--", path, .. arguments]);
        else Run(path, arguments);
    }

    /// <summary>A server that was started keeps what it inherited open: its output is not waited for.</summary>
    static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
