using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.HotPaths;

namespace StaticBranch.SpecialCases;

/// <summary>What a condition asks of which object, where that is a special case.</summary>
/// <param name="SpecialWhen">The outcome of the whole condition that few need.</param>
sealed record Subject(ISymbol Symbol, SpecialKind Kind, bool SpecialWhen)
{
    /// <summary>The subject of a condition, or null where every caller needs the answer.</summary>
    public static Subject? Of(Leaf leaf, HotBody body) =>
        new Reader(leaf, body).Read(leaf.Condition, specialWhen: true) is { } subject && !(subject.Kind == SpecialKind.Object && body.Dispatch.Includes(leaf)) ? subject : null;

    sealed class Reader(Leaf leaf, HotBody body)
    {
        public Subject? Read(IOperation condition, bool specialWhen) => body.Values.Origin(condition) switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not => Read(not.Operand, !specialWhen),
            IIsNullOperation { Syntax: var syntax } when IsMadeForWant(syntax) => null,
            IIsTypeOperation { TypeOperand.SpecialType: SpecialType.System_Object, ValueOperand: IParameterReferenceOperation value } => Presence.Of(value, specialWhen, leaf, body),
            IIsTypeOperation type => OfType(type.ValueOperand, specialWhen),
            IIsPatternOperation { Pattern: IDeclarationPatternOperation or ITypePatternOperation, Syntax: var syntax } when syntax.FirstAncestorOrSelf<SwitchLabelSyntax>() is not null || syntax.Parent is SwitchExpressionArmSyntax => null,
            IIsPatternOperation pattern => OfPattern(pattern.Value, pattern.Pattern, specialWhen),
            IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean, OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr } eager => OfEager(eager, specialWhen),
            IIsNullOperation => OfEquality(condition, specialWhen),
            IBinaryOperation binary => OfEquality(binary, specialWhen) ?? OfLimit(binary, specialWhen) ?? OfSentinel(binary, specialWhen),
            IInvocationOperation call => OfCall(call, specialWhen),
            // A property that may be without a value is an option that may not be set; a field is state.
            IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: IPropertyReferenceOperation option } => Presence.Of(option, specialWhen, leaf, body),
            IMemberReferenceOperation member => OfMember(member, specialWhen),
            IParameterReferenceOperation { Parameter: var parameter } => OfParameter(parameter, specialWhen),
            // One of the values of a switch expression, where no single one is its origin; what only a cold arm gives is not asked of all.
            IFlowCaptureReferenceOperation capture => body.Values.Of(capture).Where(definition => body.Region.Reaches(definition.Block)).Select(definition => Read(definition.Value, specialWhen)).FirstOrDefault(subject => subject is not null),
            _ => null,
        };

        // "special & other" lets through what few need, "special | other" what others need too. An option is asked for in any of them.
        Subject? OfEager(IBinaryOperation both, bool specialWhen)
        {
            bool? outcome = both.OperatorKind switch { BinaryOperatorKind.And => true, BinaryOperatorKind.Or => false, _ => null };
            return Alone(both.LeftOperand) ?? Alone(both.RightOperand);

            Subject? Alone(IOperation operand) => Read(operand, specialWhen) is { } subject && (subject.Kind == SpecialKind.ProcessOption || outcome == (subject.SpecialWhen == specialWhen)) ? subject : null;
        }

        // "x ?? new X()": who has none makes one.
        static bool IsMadeForWant(SyntaxNode tested) =>
            tested.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax } choice && choice.Left == tested;

        Subject? OfPattern(IOperation value, IPatternOperation pattern, bool specialWhen) => pattern switch
        {
            INegatedPatternOperation negated => OfPattern(value, negated.Pattern, !specialWhen),
            IConstantPatternOperation { Value: var constant } when body.Values.Origin(constant).ConstantValue is { HasValue: true, Value: var known } => Equal(value, known, specialWhen),
            ITypePatternOperation { MatchedType: var type } => OfTypeOrPresence(value, type, specialWhen),
            IDeclarationPatternOperation { MatchedType: { } type, MatchesNull: false } => OfTypeOrPresence(value, type, specialWhen),
            IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true, MatchedType: var type } => OfTypeOrPresence(value, type, specialWhen),
            IRecursivePatternOperation { DeconstructionSubpatterns: [_, ..] parts } when body.Values.Origin(value) is ITupleOperation { Elements: var elements } && elements.Length == parts.Length =>
                OfAll(elements.Zip(parts, (element, part) => OfPattern(element, part, specialWhen)), specialWhen),
            IRecursivePatternOperation { PropertySubpatterns: [{ Member: { } member, Pattern: var inner }] } => OfPattern(member, inner, specialWhen),
            IRecursivePatternOperation { PropertySubpatterns: var parts } => OfAll(parts.Select(part => OfPattern(part.Member, part.Pattern, specialWhen)), specialWhen),
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either when Constants(either) is { } kinds => OfKind(value, specialWhen != kinds.Any(IsZero)),
            _ => null,
        };

        // All of them match only together, so one that few lack decides nothing.
        static Subject? OfAll(IEnumerable<Subject?> parts, bool specialWhen) => parts.FirstOrDefault(part => part?.SpecialWhen == specialWhen);

        // Of the kinds that a pattern names with "or"; null where it asks something else too.
        object[]? Constants(IPatternOperation pattern) => pattern switch
        {
            IConstantPatternOperation { Value: var constant } when body.Values.Origin(constant).ConstantValue is { HasValue: true, Value: { } known } => [known],
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either when Constants(either.LeftPattern) is { } left && Constants(either.RightPattern) is { } right => [.. left, .. right],
            _ => null,
        };

        // "x is T" asks for presence only where x is a T already, as everything is an object.
        Subject? OfTypeOrPresence(IOperation value, ITypeSymbol type, bool specialWhen) =>
            type.SpecialType == SpecialType.System_Object || SymbolEqualityComparer.Default.Equals(body.Values.Origin(value).Type, type) ? Presence.Of(value, specialWhen, leaf, body) : OfType(value, specialWhen);

        Subject? OfEquality(IOperation condition, bool specialWhen) =>
            EqualityTest.Of(condition, body.Values) is { } test ? Equal(test.Value, test.Constant, specialWhen == test.EqualWhen) : null;

        Subject? Equal(IOperation value, object? constant, bool specialWhen) => constant switch
        {
            null => Presence.Of(value, !specialWhen, leaf, body),
            bool truth => Read(value, specialWhen == truth),
            // No managed thread has the number zero, so whoever asks for it asks in vain.
            0 when body.Values.Origin(value) is IPropertyReferenceOperation { Property: { Name: "ManagedThreadId" or "CurrentManagedThreadId" } number } => new(number, SpecialKind.Object, specialWhen),
            // Zero is the kind of nearly all objects: None, Default, Normal.
            _ => OfKind(Masked(value) ?? value, specialWhen != IsZero(constant)),
        };

        // "MaxCapacity == 0" asks for an option that is a number, where nobody can change it.
        Subject? OfLimit(IBinaryOperation binary, bool specialWhen)
        {
            if (binary.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual)) return null;
            var (left, right) = (body.Values.Origin(binary.LeftOperand), body.Values.Origin(binary.RightOperand));
            if (IsFixedValue(left)) (left, right) = (right, left);
            return IsFixedValue(right) && left is IMemberReferenceOperation { Instance: { } holder } limit && !SpecialNames.IsEssential(limit.Member.Name) && (IsOption(limit.Member, holder) || AsksForLimit(binary, limit.Member, right))
                ? new(limit.Member, SpecialKind.InstanceOption, specialWhen)
                : null;
        }

        Subject? OfSentinel(IBinaryOperation binary, bool specialWhen)
        {
            if (binary.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)) return null;
            if (binary.OperatorKind == BinaryOperatorKind.NotEquals) specialWhen = !specialWhen;
            var (left, right) = (body.Values.Origin(binary.LeftOperand), body.Values.Origin(binary.RightOperand));
            return OfSentinel(left, right, specialWhen) ?? OfSentinel(right, left, specialWhen);
        }

        Subject? OfSentinel(IOperation value, IOperation known, bool specialWhen) => Sentinel.SpecialWhenEqual(known) is not { } rare ? null : value switch
        {
            IParameterReferenceOperation { Parameter: var parameter } => new(parameter, SpecialKind.Object, specialWhen == rare),
            IInstanceReferenceOperation { Type: { } self } => new(self, SpecialKind.Object, specialWhen == rare),
            IMemberReferenceOperation { Instance: not null, Member: var member } when !SpecialNames.IsLink(member.Name) && !body.Writes(member) => new(member, SpecialKind.Object, specialWhen == rare),
            _ => null,
        };

        bool IsOption(ISymbol member, IOperation holder) => holder.Type is { Name: var type } && SpecialNames.HoldsOptions(type) || holder is IInstanceReferenceOperation && FixedMember.Is(member, body.Analysis.Bodies);

        // Zero, less than zero or all there is: no limit.
        static bool AsksForLimit(IBinaryOperation binary, ISymbol limit, IOperation bound) => binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
            && (MemberNames.SaysLimit(limit.Name) && !SpecialNames.IsRoom(limit.Name) || bound is IFieldReferenceOperation { Field.Name: "MaxValue" or "Infinite" or "InfiniteTimeSpan" });

        static bool IsFixedValue(IOperation value) => value.ConstantValue is { HasValue: true, Value: not (null or bool) }
            || value is IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true, Name: "Zero" or "Empty" or "MinValue" or "MaxValue" or "InfiniteTimeSpan" } };

        bool IsConstant(IOperation operand) => body.Values.Origin(operand).ConstantValue.HasValue;

        IOperation? Masked(IOperation operand) => body.Values.Origin(operand) is IBinaryOperation { OperatorKind: BinaryOperatorKind.And } mask
            ? IsConstant(mask.RightOperand) ? mask.LeftOperand : IsConstant(mask.LeftOperand) ? mask.RightOperand : null
            : null;

        // A character does not convert to a number.
        static bool IsZero(object constant) => constant is '\0' || constant is not (string or char) && constant is IConvertible number && number.ToDouble(null) == 0;

        // Numbers are sizes, positions and bounds, which everybody needs; an enum or a bit of a flags word is a kind, and an int that stands in for a bool because atomics take none.
        Subject? OfKind(IOperation value, bool specialWhen) => body.Values.Origin(value) switch
        {
            IInvocationOperation call when Loaded(call) is { } field => OfKind(field, specialWhen),
            { Type.SpecialType: SpecialType.System_Int32 } and IMemberReferenceOperation member when SpecialNames.IsEndState(member.Member.Name) => OfMember(member, specialWhen),
            { Type.TypeKind: TypeKind.Enum } and IMemberReferenceOperation member => OfMember(member, specialWhen),
            { Type.TypeKind: TypeKind.Enum } and IInvocationOperation call => OfCall(call, specialWhen),
            { Type.TypeKind: TypeKind.Enum } and IParameterReferenceOperation { Parameter: var parameter } => OfParameter(parameter, specialWhen),
            IMemberReferenceOperation { Member: { Name: var name } } member when name.EndsWith("Flags", StringComparison.OrdinalIgnoreCase) => OfMember(member, specialWhen),
            _ => null,
        };

        Subject? OfCall(IInvocationOperation call, bool specialWhen)
        {
            if (Loaded(call) is { } field) return Read(field, specialWhen);
            if (call is { TargetMethod: { Name: "ReferenceEquals", ContainingType.SpecialType: SpecialType.System_Object }, Arguments: [{ Value: var one }, { Value: var other }] })
                return OfSentinel(body.Values.Origin(one), body.Values.Origin(other), specialWhen) ?? OfSentinel(body.Values.Origin(other), body.Values.Origin(one), specialWhen);
            if (call.TargetMethod.Name == "HasFlag" && call.Instance is { } word) return OfKind(word, specialWhen);
            if (DiagnosticQueries.Contains(call.TargetMethod) || Telling.Follows(call.TargetMethod, call.Instance, leaf, body)) return new(call.TargetMethod, SpecialKind.Diagnostics, specialWhen);
            if (call.Arguments.Select(argument => OptionIn(argument.Value, specialWhen)).FirstOrDefault(passed => passed is not null) is { } option) return option;
            if (!SpecialNames.IsKindPredicate(call.TargetMethod.Name) || SpecialNames.IsEssential(call.TargetMethod.Name)) return null;
            if (AsksForNothing(call.TargetMethod)) return null;
            // With an argument of its own the question is about a place or a size.
            var asked = (call.Instance, call.Arguments.Length) switch { ({ } instance, 0) => instance, (null, 1) => call.Arguments[0].Value, _ => null };
            return asked is { Type: { IsReferenceType: true } or { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } or IPointerTypeSymbol } && Chain.StartOf(asked, body.Values) is not ChainStart.Static
                ? OfRoot(call.TargetMethod, asked, specialWhen)
                : null;
        }

        static IOperation? Loaded(IInvocationOperation call) => call is { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" }, Arguments: [{ Value: var field }] } ? field : null;

        // A reference to nothing is the end of a list.
        bool AsksForNothing(IMethodSymbol predicate) =>
            predicate.Parameters is [{ RefKind: not RefKind.None }] && body.Analysis.Bodies.Of(predicate) is { } asked && asked.Descendants().Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "IsNullRef" or "AsPointer", ContainingType.Name: "Unsafe" } });

        // An option is tested where it is handed to a helper too.
        Subject? OptionIn(IOperation argument, bool specialWhen) =>
            argument.Type?.SpecialType == SpecialType.System_Boolean && Read(argument, specialWhen) is { Kind: SpecialKind.ProcessOption } option ? option : null;

        Subject? OfMember(IMemberReferenceOperation member, bool specialWhen)
        {
            if (DiagnosticQueries.Contains(member.Member) || Telling.Follows(member.Member, member.Instance, leaf, body)) return new(member.Member, SpecialKind.Diagnostics, specialWhen);
            if (member.Instance is null) return OfStatic(member, specialWhen);
            // How far a task has come is asked by whoever waits for it, and so is how long there is to wait.
            if (member.Member.ContainingType is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } || SpecialNames.IsTimeout(member.Member.ContainingType.Name)) return null;
            return SpecialNames.IsEssential(member.Member.Name) || body.Writes(member.Member) || member.Instance is IInstanceReferenceOperation && (IsWorkingState(member.Member) || body.WritesBehind(member.Member)) || RoomTest.IsAskedBy(member.Member, body.Analysis.Bodies) ? null : OfRoot(member.Member, member.Instance, specialWhen);
        }

        // "while (!stopped)": the work is to go on until told.
        bool IsWorkingState(ISymbol own) => Selection.IsLoop(leaf.Statement) && !FixedMember.Is(own, body.Analysis.Bodies) || body.Member.Role == Role.Declared && body.Analysis.WorkingState.Contains(own);

        // A copy of an option in a local is no longer a flag's test of its own.
        Subject? OfStatic(IMemberReferenceOperation member, bool specialWhen) =>
            body.Analysis.Folding.IsFlag(member, out var flag) && !IsFolded(member) && !ProcessState.Is(flag, body.Analysis.Bodies)
                ? new(flag, SpecialKind.ProcessOption, specialWhen)
                : null;

        Subject? OfType(IOperation value, bool specialWhen) => body.Values.Origin(value) switch
        {
            // Where this is all that the method asks, it is a wrapper for the type that it asks for.
            IParameterReferenceOperation when Wrapper.Is(leaf, body) => null,
            IParameterReferenceOperation { Parameter: var parameter } => new(parameter, SpecialKind.Object, specialWhen),
            IMemberReferenceOperation { Instance: not null } member => new(member.Member, SpecialKind.Object, specialWhen),
            ILocalReferenceOperation { Local: var local } => new(local, SpecialKind.Object, specialWhen),
            IFlowCaptureReferenceOperation capture when body.Values.Of(capture).Select(definition => definition.Value).OfType<IMemberReferenceOperation>().FirstOrDefault() is { } chain => OfType(chain, specialWhen),
            IInvocationOperation { TargetMethod: var method } => new(method, SpecialKind.Object, specialWhen),
            _ => null,
        };

        Subject? OfRoot(ISymbol symbol, IOperation instance, bool specialWhen)
        {
            if (SpecialNames.IsNormalState(symbol.Name)) specialWhen = !specialWhen;
            if (instance.Type is { Name: var holder } && SpecialNames.HoldsOptions(holder))
                return Chain.StartOf(instance, body.Values) is ChainStart.Static ? new(symbol, SpecialKind.ProcessOption, specialWhen) : new(symbol, SpecialKind.InstanceOption, specialWhen);
            return Chain.StartOf(instance, body.Values) switch
            {
                ChainStart.Argument => new(symbol, SpecialKind.Object, specialWhen),
                ChainStart.Static => new(symbol, SpecialKind.ProcessOption, specialWhen),
                ChainStart.This when body.Member.Role is Role.Release or Role.Acquire => new(symbol, SpecialKind.Object, specialWhen),
                ChainStart.This when FixedMember.Is(symbol, body.Analysis.Bodies) => new(symbol, SpecialKind.InstanceOption, specialWhen),
                ChainStart.This => new(symbol, SpecialKind.Object, specialWhen),
                _ => null,
            };
        }

        bool IsFolded(IOperation value) => body.Analysis.Folding.IsFlag(value, out _) && body.Analysis.Folding.Of(value).FoldsUnder(body.Target);

        Subject? OfParameter(IParameterSymbol parameter, bool specialWhen) =>
            parameter.Type is not ({ SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum }) || body.Writes(parameter) || SpecialNames.IsWish(parameter.Name) || !body.Analysis.CallSites.AlwaysPassConstant(parameter)
                ? null : new(parameter, SpecialKind.Mode, specialWhen);
    }
}
