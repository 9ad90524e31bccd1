namespace Florin;

using System.Diagnostics;

/// <summary>
/// The state of a run in its folder, under <c>checkpoint</c>: one file for each net in training and the key of the run, so that no other
/// run goes on from it. Writing the results replaces the folder and the state with it.
/// </summary>
public sealed class StudyCheckpoint
{
    /// <summary>The folder of the state within that of the results.</summary>
    public const string FolderName = "checkpoint";

    const string KeyName = "run.txt";

    readonly string results;
    readonly string key;
    readonly Lock making = new();

    StudyCheckpoint(string results, string key) => (this.results, this.key) = (results, key);

    /// <summary>Whether a folder of results holds nothing but the state of the run with this key.</summary>
    public static bool Fits(string results, string key) => Directory.Exists(results)
        && Directory.EnumerateFileSystemEntries(results).Select(path => Path.GetFileName(path)).ToArray() is [FolderName]
        && File.Exists(KeyOf(results)) && File.ReadAllText(KeyOf(results)) == key;

    /// <summary>The state of a run, new or found. Nothing is written before there is a state to keep.</summary>
    /// <param name="results">The folder of the results: missing, empty, or one that <see cref="Fits"/>.</param>
    /// <param name="key">Says which run it is: a hash of plan, data, seed and version.</param>
    public static StudyCheckpoint Open(string results, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(results);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new StudyCheckpoint(results, key);
    }

    /// <summary>The place of one net's state.</summary>
    internal ICheckpoints Net(string name) => new Spaced(this, new FileCheckpoints(PathOf(name + ".safetensors")));

    /// <summary>A file of the state.</summary>
    internal string PathOf(string name) => Path.Combine(results, FolderName, name);

    /// <summary>The folder appears with its key in it, or not at all.</summary>
    internal void Make()
    {
        lock (making)
        {
            if (File.Exists(KeyOf(results))) return;
            Directory.CreateDirectory(results);
            string made = $"{Path.GetFullPath(results)}.{Guid.NewGuid():N}.tmp";
            Directory.CreateDirectory(made);
            File.WriteAllText(Path.Combine(made, KeyName), key);
            Directory.Move(made, Path.Combine(results, FolderName));
        }
    }

    static string KeyOf(string results) => Path.Combine(results, FolderName, KeyName);

    /// <summary>Once a second is enough, and when training is cut off within an epoch: at most a second's work is done again.</summary>
    sealed class Spaced(StudyCheckpoint owner, ICheckpoints inner) : ICheckpoints
    {
        static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

        long last = Stopwatch.GetTimestamp();

        public void Save(TrainingState state)
        {
            if (state.Batch == 0 && Stopwatch.GetElapsedTime(last) < Least) return;
            owner.Make();
            inner.Save(state);
            last = Stopwatch.GetTimestamp();
        }

        public TrainingState? Load() => inner.Load();
    }
}
