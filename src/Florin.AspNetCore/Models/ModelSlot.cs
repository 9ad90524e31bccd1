namespace Florin.AspNetCore;

using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

/// <summary>A name and the version of the model that answers under it now.</summary>
sealed partial class ModelSlot
{
    /// <summary>A file whose length and time stay is hashed again at times; that may take this part of the time.</summary>
    const int ShareOfHashing = 100, LeastMilliseconds = 2_000;

    readonly ServedModelFile file;
    readonly FlorinServiceOptions options;
    readonly ServiceMetrics metrics;
    readonly ILogger log;
    volatile ServedModel current;
    (long Length, DateTime Written) read, seen;
    string lastHash;
    long hashed, hashMilliseconds;
    int closed;

    /// <summary>Loads the model.</summary>
    /// <exception cref="FlorinException">FLR0441–FLR0444: the file is no model.</exception>
    public ModelSlot(ServedModelFile file, FlorinServiceOptions options, ServiceMetrics metrics, ILogger log)
    {
        (this.file, this.options, this.metrics, this.log) = (file, options, metrics, log);
        (read, byte[] bytes) = First(file.Path);
        seen = read;
        lastHash = Hash(bytes);
        current = new ServedModel(file.Name, lastHash, bytes, file.Path, options);
        Loaded(log, file.Name, lastHash);
    }

    public string Name => file.Name;

    public string Sha256 => current.Sha256;

    /// <summary>Why the newest file is not served; null: it is.</summary>
    public string? Refused { get; private set; }

    /// <summary>The newest version, to be released by the caller.</summary>
    public ServedModel Lease()
    {
        // A version that was replaced in between refuses; the next one is there already.
        while (current is var model)
        {
            if (model.TryLease()) return model;
            ObjectDisposedException.ThrowIf(closed == 1, this);
        }

        throw new UnreachableException();
    }

    /// <summary>Looks at the file once; a new one is loaded when it has held still for one look.</summary>
    public void Look()
    {
        try
        {
            (long Length, DateTime Written) now = Stamp(file.Path);
            bool still = now == seen;
            seen = now;
            if (!still || (now == read && !TimeToHash())) return;
            var clock = Stopwatch.StartNew();
            byte[] bytes = Bytes(file.Path);
            string hash = Hash(bytes);
            (hashed, hashMilliseconds) = (Environment.TickCount64, clock.ElapsedMilliseconds);
            if (Stamp(file.Path) != now) return;
            read = now;
            if (hash == lastHash) return;
            lastHash = hash;
            if (hash != current.Sha256) Replace(bytes, hash);
            else Refused = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Refuse("FLR0441", error.GetType().Name);
        }
    }

    public void Close()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0) current.Release();
    }

    void Replace(byte[] bytes, string hash)
    {
        ServedModel next;
        try
        {
            next = new ServedModel(file.Name, hash, bytes, file.Path, options);
        }
        catch (FlorinException error)
        {
            Refused = null;
            Refuse(error.Code, error.Message);
            return;
        }

        ServedModel old = current;
        current = next;
        old.Release();
        Refused = null;
        metrics.Reloaded(file.Name, null);
        Replaced(log, file.Name, hash, old.Sha256);
    }

    void Refuse(string code, string reason)
    {
        if (Refused == code) return;
        Refused = code;
        metrics.Reloaded(file.Name, code);
        Kept(log, file.Name, current.Sha256, reason);
    }

    bool TimeToHash() =>
        Environment.TickCount64 - hashed >= Math.Max(LeastMilliseconds, Math.Max(hashMilliseconds, 1) * ShareOfHashing);

    static ((long Length, DateTime Written) Stamp, byte[] Bytes) First(string path)
    {
        try
        {
            return (Stamp(path), Bytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FlorinException("FLR0441", "the model file cannot be read", path, error.GetType().Name,
                "give the path of a .florin file", error);
        }
    }

    static (long Length, DateTime Written) Stamp(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? (info.Length, info.LastWriteTimeUtc) : throw new FileNotFoundException(null, path);
    }

    /// <summary>The whole file, in memory: a mapped one would change under the model when it is written to.</summary>
    static byte[] Bytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream((int)Math.Min(stream.Length, 1 << 30));
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [LoggerMessage(Level = LogLevel.Information, Message = "model {Name}: {Sha256} is served")]
    private static partial void Loaded(ILogger log, string name, string sha256);

    [LoggerMessage(Level = LogLevel.Information, Message = "model {Name}: {Sha256} takes the place of {Old}")]
    private static partial void Replaced(ILogger log, string name, string sha256, string old);

    [LoggerMessage(Level = LogLevel.Error, Message = "model {Name}: {Sha256} stays, the file that is there now cannot be used: {Reason}")]
    private static partial void Kept(ILogger log, string name, string sha256, string reason);
}
