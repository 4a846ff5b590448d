using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Comments;

internal static class CommentsFeature
{
    public static IServiceCollection AddComments(this IServiceCollection services) =>
        services.AddSingleton<CommentService>().AddSingleton<CommentApi>().AddSingleton<IErasurePart, CommentTexts>();
}
