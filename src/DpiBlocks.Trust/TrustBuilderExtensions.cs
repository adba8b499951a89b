using DpiBlocks.Trust;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DpiBlocks;

/// <summary>Adds trust and documents.</summary>
public static class TrustBuilderExtensions
{
    /// <summary>Adds whose keys are whose and who may say what, from a file or folder that is read now: a mistake in it stops the start.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file or folder, as <see cref="TrustFolder"/> reads it.</param>
    /// <param name="options">How it is read.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static DpiBlocksBuilder AddTrust(this DpiBlocksBuilder builder, string path, TrustFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var folder = TrustFolder.Load(path, options);
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton<IKeyResolver>(folder);
        builder.Services.AddSingleton<ITrustPolicy>(folder);
        return builder;
    }

    /// <summary>Adds documents from a folder, from the network, or from the first of both that has them. Without a call there is no source at all.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder, as <see cref="FileDocumentSource"/> reads it; null for none.</param>
    /// <param name="online">How documents are fetched; null for no network.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">Neither is given.</exception>
    /// <exception cref="InvalidDataException">The folder cannot be read.</exception>
    public static DpiBlocksBuilder AddDocuments(this DpiBlocksBuilder builder, string? folder, HttpDocumentSourceOptions? online = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (folder is null && online is null)
        {
            throw new ArgumentException("Documents come from a folder, from the network, or from both.", nameof(folder));
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        if (online is not null)
        {
            builder.Services.AddSingleton(services => new HttpDocumentSource(services.GetRequiredService<TimeProvider>(), online));
        }

        builder.Services.AddSingleton<IDocumentSource>(services =>
        {
            var time = services.GetRequiredService<TimeProvider>();
            var sources = new List<IDocumentSource>(2);
            if (folder is not null)
            {
                sources.Add(FileDocumentSource.TryOpen(folder, time, out var files, out var refusal)
                    ? files
                    : throw new InvalidDataException($"{refusal.Code}: {refusal.Message}"));
            }

            if (online is not null)
            {
                sources.Add(services.GetRequiredService<HttpDocumentSource>());
            }

            return new FirstDocumentSource(sources);
        });
        return builder;
    }
}
