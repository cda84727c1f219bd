namespace StaticBranch.Tool.Metadata;

/// <summary>A method that somebody wrote in one of the project's own assemblies.</summary>
/// <param name="Id">Its documentation comment id; that of the property for an accessor, since that is what an attribute would be put on.</param>
/// <param name="Parameters">Its parameter types as in the id, without parentheses.</param>
sealed record OwnMethod(string Id, string Parameters);
