namespace StaticBranch;

/// <summary>Knows the ways out of a finding.</summary>
interface IRemedies
{
    IEnumerable<Remedy> Remedies(Place place);
}
