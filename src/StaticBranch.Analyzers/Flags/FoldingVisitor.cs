using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>Reads a value as the JIT would: down to literals and <c>initonly</c> statics, through calls that it inlines.</summary>
sealed class FoldingVisitor(FlagFolding flags, Bodies bodies, IReadOnlyCollection<string>? trimmedSwitches, LocalValues? values = null) : OperationVisitor<CallFrame?, Folding>
{
    readonly ClassInitialization classes = new(bodies);

    public override Folding Visit(IOperation? operation, CallFrame? frame) => operation switch
    {
        null => Unresolved,
        { ConstantValue.HasValue: true } => Folding.Always with { Known = operation.ConstantValue.Value as bool? },
        // What has no operation of its own, such as the target of a pointer, is visited by nobody.
        _ => operation.Accept(this, frame) ?? DefaultVisit(operation, frame),
    };

    /// <summary>The same for the operations of one graph.</summary>
    public FoldingVisitor Within(LocalValues? graph) => graph is null ? this : new FoldingVisitor(flags, bodies, trimmedSwitches, graph);

    /// <summary>A read of a member for which nothing is passed.</summary>
    public Folding Read(ISymbol member) => member switch
    {
        { IsStatic: false } when CanBeOverridden(member) => Virtual(member),
        IFieldSymbol field => Field(field, frame: null),
        IPropertySymbol { IsIndexer: false } property => Property(property, InstanceOf(property), frame: null),
        IMethodSymbol method => Call(method, [], InstanceOf(method), frame: null),
        IEventSymbol => Folding.Never($"'{member.Short()}' can gain a handler at any time"),
        _ => Folding.Never($"'{member.Name}' is not a flag"),
    };

    /// <summary>The value of a body that is a single expression.</summary>
    public IOperation? ReturnedBy(IMethodSymbol method) => BlockOf(method) is { Operations: [IReturnOperation { ReturnedValue: var value }] } ? value : null;

    public override Folding DefaultVisit(IOperation operation, CallFrame? frame) => Folding.Never("it is computed at run time");
    public override Folding VisitInvalid(IInvalidOperation operation, CallFrame? frame) => Unresolved;
    public override Folding VisitArgument(IArgumentOperation operation, CallFrame? frame) => Visit(operation.Value, frame);
    public override Folding VisitParenthesized(IParenthesizedOperation operation, CallFrame? frame) => Visit(operation.Operand, frame);
    public override Folding VisitDefaultValue(IDefaultValueOperation operation, CallFrame? frame) => Folding.Always;
    public override Folding VisitSizeOf(ISizeOfOperation operation, CallFrame? frame) => WithoutLinker(Folding.Always);
    public override Folding VisitIsNull(IIsNullOperation operation, CallFrame? frame) => Visit(operation.Operand, frame);
    public override Folding VisitTuple(ITupleOperation operation, CallFrame? frame) => All(operation.Elements, frame);
    public override Folding VisitAwait(IAwaitOperation operation, CallFrame? frame) => Folding.Never("it is awaited");
    public override Folding VisitEventReference(IEventReferenceOperation operation, CallFrame? frame) => flags.Of(operation.Event);
    public override Folding VisitArrayElementReference(IArrayElementReferenceOperation operation, CallFrame? frame) => Folding.Never("it is an element of an array");
    public override Folding VisitInstanceReference(IInstanceReferenceOperation operation, CallFrame? frame) => frame?.Instance ?? Folding.Never("it belongs to an instance");
    public override Folding VisitLocalReference(ILocalReferenceOperation operation, CallFrame? frame) => frame?[operation.Local] ?? Copied(operation) ?? Folding.Never($"'{operation.Local.Name}' is a local");
    public override Folding VisitFlowCaptureReference(IFlowCaptureReferenceOperation operation, CallFrame? frame) => Copied(operation) ?? DefaultVisit(operation, frame);

    // Only what names no other local: half-typed code may define one by itself.
    Folding? Copied(IOperation copy) => values?.Origin(copy) is { } origin && !origin.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation or IFlowCaptureReferenceOperation) ? Visit(origin, frame: null) : null;

    public override Folding VisitParameterReference(IParameterReferenceOperation operation, CallFrame? frame) => frame?[operation.Parameter] ?? Folding.Never($"'{operation.Parameter.Name}' is a parameter");

    public override Folding VisitConversion(IConversionOperation operation, CallFrame? frame) => operation switch
    {
        { OperatorMethod: { } method } => Operator(method, [operation.Operand], frame),
        { Operand.Type.TypeKind: TypeKind.Error } => Unresolved,
        { Operand.Type: { IsValueType: true }, Type.IsReferenceType: true } => Folding.Never("it is boxed"),
        { Operand.Type: { IsReferenceType: true }, Type.IsValueType: true } => Folding.Never("it is held in an object"),
        _ => Visit(operation.Operand, frame),
    };

    public override Folding VisitUnaryOperator(IUnaryOperation operation, CallFrame? frame) =>
        operation.OperatorMethod is { } method ? Operator(method, [operation.Operand], frame)
        : operation.OperatorKind == UnaryOperatorKind.Not ? Not(Visit(operation.Operand, frame))
        : Visit(operation.Operand, frame);

    static Folding Not(Folding folding) => folding with { Known = !folding.Known };

    public override Folding VisitBinaryOperator(IBinaryOperation operation, CallFrame? frame)
    {
        // Conditions written by machines are thousands of operands long, and lean to the left.
        var right = new Stack<IBinaryOperation>([operation]);
        while (right.Peek().LeftOperand is IBinaryOperation { ConstantValue.HasValue: false } left) right.Push(left);
        var folding = Visit(right.Peek().LeftOperand, frame);
        while (right.Count > 0) folding = Combine(right.Pop(), folding, frame);
        return folding;
    }

    Folding Combine(IBinaryOperation operation, Folding left, CallFrame? frame) => operation switch
    {
        { OperatorKind: BinaryOperatorKind.ConditionalAnd } when left.Known is { } known => known ? Visit(operation.RightOperand, frame) : left,
        { OperatorKind: BinaryOperatorKind.ConditionalOr } when left.Known is { } known => known ? left : Visit(operation.RightOperand, frame),
        { LeftOperand: ITypeOfOperation first, RightOperand: ITypeOfOperation second } => SameType(first.TypeOperand, second.TypeOperand, frame),
        { OperatorMethod: { } method } => Operator(method, [operation.LeftOperand, operation.RightOperand], frame),
        { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder, RightOperand.ConstantValue: not { HasValue: true, Value: not 0 } } => Folding.Never("a division may throw"),
        { LeftOperand.Type.SpecialType: SpecialType.System_Decimal } => Folding.Never("a decimal is computed at run time"),
        { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand.Type.IsReferenceType: true } => SameObject(operation.LeftOperand, operation.RightOperand, frame),
        { Type.SpecialType: SpecialType.System_String } => Folding.Never("a string is built at run time"),
        _ => Both(operation.OperatorKind, left, Visit(operation.RightOperand, frame)),
    };

    static Folding Both(BinaryOperatorKind kind, Folding left, Folding right) => left.And(right) with
    {
        Known = (kind, left.Known, right.Known) switch
        {
            (BinaryOperatorKind.Equals, { } one, { } other) => one == other,
            (BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr, { } one, { } other) => one != other,
            (BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd, { } one, { } other) => one && other,
            (BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr, { } one, { } other) => one || other,
            _ => null,
        },
    };

    Folding SameObject(IOperation left, IOperation right, CallFrame? frame) => (left, right) switch
    {
        _ when IsNull(right) => Visit(left, frame),
        _ when IsNull(left) => Visit(right, frame),
        _ when left.Type?.SpecialType != SpecialType.System_String => Folding.Never("two objects are compared"),
        _ when IsLiteral(left) && IsLiteral(right) => Visit(left, frame).And(Visit(right, frame)).Except(CompileModes.ReadyToRun | CompileModes.Untiered, "strings are compared at run time"),
        _ => Folding.Never("strings are compared at run time"),
    };

    static bool IsNull(IOperation value) => value.ConstantValue is { HasValue: true, Value: null } || value is IConversionOperation { ConstantValue: { HasValue: true, Value: null } };

    bool IsLiteral(IOperation text) => text.ConstantValue.HasValue
        || (text is IMemberReferenceOperation { Member: (IFieldSymbol { IsReadOnly: true } or IPropertySymbol) and var member } && InitialValueOf(member) is { ConstantValue.HasValue: true });

    // A type test or a comparison of types is answered when the code is compiled, but for a type parameter whose reference types share the code.
    static Folding SameType(ITypeSymbol left, ITypeSymbol right, CallFrame? frame)
    {
        (left, right) = (CallFrame.Resolve(left, frame), CallFrame.Resolve(right, frame));
        var shared = CallFrame.IsShared(left, frame) ? left : CallFrame.IsShared(right, frame) ? right : null;
        var other = ReferenceEquals(shared, left) ? right : left;
        return shared is null || (shared is ITypeParameterSymbol && other.IsValueType && !CallFrame.IsShared(other, frame))
            ? WithoutLinker(Folding.Always)
            : Shared(shared.Name);
    }

    public override Folding VisitIsType(IIsTypeOperation operation, CallFrame? frame) => Visit(operation.ValueOperand, frame);
    public override Folding VisitIsPattern(IIsPatternOperation operation, CallFrame? frame) => Both(BinaryOperatorKind.Equals, Visit(operation.Value, frame), Visit(operation.Pattern, frame));
    public override Folding VisitConstantPattern(IConstantPatternOperation operation, CallFrame? frame) =>
        operation.Value is { Type.SpecialType: SpecialType.System_String, ConstantValue.Value: not null } ? Folding.Never("strings are compared at run time") : Visit(operation.Value, frame);
    public override Folding VisitRelationalPattern(IRelationalPatternOperation operation, CallFrame? frame) => Visit(operation.Value, frame);
    public override Folding VisitNegatedPattern(INegatedPatternOperation operation, CallFrame? frame) => Not(Visit(operation.Pattern, frame));
    public override Folding VisitBinaryPattern(IBinaryPatternOperation operation, CallFrame? frame) => Visit(operation.LeftPattern, frame).And(Visit(operation.RightPattern, frame));
    public override Folding VisitDiscardPattern(IDiscardPatternOperation operation, CallFrame? frame) => Folding.Always;
    public override Folding VisitTypePattern(ITypePatternOperation operation, CallFrame? frame) => Folding.Always;
    public override Folding VisitDeclarationPattern(IDeclarationPatternOperation operation, CallFrame? frame) => Folding.Always;
    public override Folding VisitRecursivePattern(IRecursivePatternOperation operation, CallFrame? frame) => operation switch
    {
        { DeconstructSymbol: not null } => Folding.Never("it is deconstructed at run time"),
        { PropertySubpatterns: [_, ..], InputType.IsReferenceType: true } => Folding.Never("it is held in an object"),
        _ => All(operation.DeconstructionSubpatterns, frame).And(All(operation.PropertySubpatterns.Select(property => property.Pattern), frame)),
    };

    public override Folding VisitConditional(IConditionalOperation operation, CallFrame? frame)
    {
        var condition = Visit(operation.Condition, frame);
        return condition.Known switch
        {
            true => Visit(operation.WhenTrue, frame),
            false => Otherwise(),
            null => condition.And(Visit(operation.WhenTrue, frame)).And(Otherwise()),
        };

        Folding Otherwise() => operation.WhenFalse is null ? Folding.Always : Visit(operation.WhenFalse, frame);
    }

    public override Folding VisitCoalesce(ICoalesceOperation operation, CallFrame? frame) => Visit(operation.Value, frame).And(Visit(operation.WhenNull, frame));
    public override Folding VisitSwitchExpression(ISwitchExpressionOperation operation, CallFrame? frame) => Visit(operation.Value, frame).And(All(operation.Arms, frame));
    public override Folding VisitSwitchExpressionArm(ISwitchExpressionArmOperation operation, CallFrame? frame) =>
        Visit(operation.Pattern, frame).And(operation.Guard is null ? Folding.Always : Visit(operation.Guard, frame)).And(Visit(operation.Value, frame));

    public override Folding VisitFieldReference(IFieldReferenceOperation operation, CallFrame? frame) => operation switch
    {
        { Field: { IsStatic: true } field } => frame is null ? flags.Of(field) : Field(field, frame),
        { Instance: { Type.IsValueType: true } value } => MemberOf(Visit(value, frame)),
        { Instance: IInstanceReferenceOperation instance } => Visit(instance, frame),
        _ => Folding.Never($"'{operation.Field.Short()}' is held in an object"),
    };

    Folding Field(IFieldSymbol field, CallFrame? frame) => field switch
    {
        { IsConst: true } => field.HasConstantValue ? Folding.Always : Unresolved,
        { Type.TypeKind: TypeKind.Error } => Unresolved,
        { IsStatic: false } => Folding.Never($"'{field.Short()}' belongs to an instance"),
        { AssociatedSymbol: IPropertySymbol property } => Storage(property, field, frame),
        { IsVolatile: true } => Folding.Never($"'{field.Short()}' is volatile"),
        { IsReadOnly: false } => FrameworkFlags.Find(field) ?? Folding.Never($"'{field.Short()}' is not readonly"),
        _ when FlagFolding.IsPerThread(field) => Folding.Never($"'{field.Short()}' is thread static"),
        _ => FrameworkFlags.Find(field) ?? ReadOnly(field, field.Type, frame),
    };

    Folding Storage(IPropertySymbol property, IFieldSymbol field, CallFrame? frame) => property switch
    {
        { SetMethod: not null } => Folding.Never($"'{property.Short()}' has a setter"),
        _ when !field.IsReadOnly || BlockOf(property.GetMethod) is not null => Folding.Never($"'{property.Short()}' is written with 'field', whose storage is not readonly"),
        _ => ReadOnly(property, property.Type, frame),
    };

    /// <summary>A static that is assigned once, before the first read.</summary>
    Folding ReadOnly(ISymbol member, ITypeSymbol type, CallFrame? frame)
    {
        if (CallFrame.IsShared(member.ContainingType, frame)) return Shared(member.Short());
        if (type.SpecialType == SpecialType.System_Decimal) return Folding.Never($"'{member.Short()}' is a decimal");
        var folding = Folding.Always
            .Except(CompileModes.ILLink, "ILLink reads no static fields")
            .Except(CompileModes.ReadyToRun, $"'{member.Short()}' has no value before the program runs");
        if (!classes.IsNone(member.ContainingType)) folding = folding.Except(CompileModes.Untiered, $"the initialisers of '{member.ContainingType.Name}' may not have run yet");
        if (!ClassInitialization.HasStaticConstructor(member.ContainingType)) folding = folding with { Known = InitialValueOf(member)?.ConstantValue.Value as bool? };
        return classes.RunsAtBuildTime(member.ContainingType) ? folding : folding.Except(CompileModes.NativeAot, $"NativeAOT cannot run the initialisers of '{member.ContainingType.Name}' at build time");
    }

    public override Folding VisitPropertyReference(IPropertyReferenceOperation operation, CallFrame? frame) => operation switch
    {
        { Property.IsIndexer: true } => Folding.Never("it is an element of a collection"),
        { ConstrainedToType: { } type } => OfTypeArgument(operation.Property, type, frame),
        { Instance: null } => frame is null ? flags.Of(operation.Property) : Property(operation.Property, InstanceOf(operation.Property), frame),
        { Property.ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => MemberOf(Visit(operation.Instance, frame)),
        { Property: { Name: "Length", ContainingType.SpecialType: SpecialType.System_Array or SpecialType.System_String } } => JitOnly(Visit(operation.Instance, frame)),
        { Property: { Name: "IsValueType", ContainingType.Name: "Type" }, Instance: ITypeOfOperation } => WithoutLinker(Folding.Always),
        { Instance.Type.IsValueType: true } => Property(operation.Property, MemberOf(Visit(operation.Instance, frame)), frame),
        _ => OfObject(operation.Property, operation.Instance, frame, property => Property((IPropertySymbol)property, Held(property), frame)),
    };

    Folding Property(IPropertySymbol property, Folding? instance, CallFrame? frame)
    {
        if (property.Type.TypeKind == TypeKind.Error) return Unresolved;
        if (FrameworkFlags.Find(property) is { } found) return found;
        var removable = IsTrimmed(property) || property.HasAttribute("System.Diagnostics.CodeAnalysis.FeatureGuardAttribute");
        var folding = property switch
        {
            { GetMethod: null } => Folding.Never($"'{property.Short()}' has no getter"),
            { IsAbstract: true, IsStatic: true } => Folding.Never($"'{property.Short()}' depends on the type argument"),
            _ when BlockOf(property.GetMethod) is not null => Call(property.GetMethod, [], instance, frame),
            _ when property.BackingField() is { } field => instance ?? Storage(property, field, frame),
            _ when removable => Folding.Always.Except(CompileModes.Untiered | CompileModes.ReadyToRun, $"the class of '{property.Short()}' is initialised at run time"),
            _ => OutOfSight(property),
        };
        return removable ? folding.Or(CompileModes.NativeAot | CompileModes.ILLink) : folding;
    }

    bool IsTrimmed(IPropertySymbol property) =>
        property.AttributeOf("System.Diagnostics.CodeAnalysis.FeatureSwitchDefinitionAttribute") is { } attribute
        && (trimmedSwitches is null || attribute.ConstructorArguments is [{ Value: string name }] && trimmedSwitches.Contains(name));

    public override Folding VisitInvocation(IInvocationOperation operation, CallFrame? frame) => operation switch
    {
        { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => Folding.Never("a delegate is called"),
        { ConstrainedToType: { } type } => OfTypeArgument(operation.TargetMethod, type, frame),
        { Instance: null, Arguments.IsEmpty: true } => frame is null ? flags.Of(operation.TargetMethod) : Call(operation.TargetMethod, [], instance: null, frame),
        { Instance: null } => Call(operation.TargetMethod, operation.Arguments, instance: null, frame),
        { TargetMethod.ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => MemberOf(Visit(operation.Instance, frame)).And(All(operation.Arguments, frame)),
        { TargetMethod: { Name: "HasFlag", ContainingType.SpecialType: SpecialType.System_Enum }, Arguments: [{ Value: IConversionOperation { Operand: var mask } }] } =>
            JitOnly(Visit(Unboxed(operation.Instance), frame).And(Visit(mask, frame))),
        { Instance.Type.IsValueType: true } => Call(operation.TargetMethod, operation.Arguments, MemberOf(Visit(operation.Instance, frame)), frame),
        _ => OfObject(operation.TargetMethod, operation.Instance, frame, method => Call((IMethodSymbol)method, operation.Arguments, Held(method), frame)),
    };

    static IOperation Unboxed(IOperation value) => value is IConversionOperation { Operand: var operand } ? operand : value;

    Folding Operator(IMethodSymbol method, IReadOnlyList<IOperation> operands, CallFrame? frame) => method.ContainingType switch
    {
        { Name: "Guid" or "TimeSpan" or "DateTime", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => JitOnly(All(operands, frame)),
        _ => Call(method, operands, instance: null, frame),
    };

    Folding Call(IMethodSymbol method, IReadOnlyList<IOperation> passed, Folding? instance, CallFrame? frame)
    {
        if (FrameworkFlags.Find(method) is { } found) return found;
        var callee = new CallFrame(method, instance, frame);
        for (var index = 0; index < passed.Count; index++)
        {
            var parameter = passed[index] is IArgumentOperation argument ? argument.Parameter : method.Parameters[index];
            if (parameter is not null) callee[parameter.OriginalDefinition] = Visit(passed[index], frame);
        }
        return Inlined(method, callee, frame);
    }

    Folding Inlined(IMethodSymbol method, CallFrame callee, CallFrame? frame)
    {
        if (CallFrame.IsReading(method, frame)) return Folding.Never($"'{Named(method)}' refers to itself");
        if (callee.IsTooDeep) return Folding.Never($"'{Named(method)}' is too many calls away");
        if (BlockOf(method) is not { } body) return OutOfSight(method);
        return Inlining.ObstacleOf(method, body) is { } obstacle ? Folding.Never(obstacle) : Visit(body, callee);
    }

    public override Folding VisitBlock(IBlockOperation operation, CallFrame? frame) => All(operation.Operations, frame);
    public override Folding VisitReturn(IReturnOperation operation, CallFrame? frame) => Visit(operation.ReturnedValue, frame);
    public override Folding VisitEmpty(IEmptyOperation operation, CallFrame? frame) => Folding.Always;
    public override Folding VisitLocalFunction(ILocalFunctionOperation operation, CallFrame? frame) => Folding.Always;
    public override Folding VisitVariableDeclarationGroup(IVariableDeclarationGroupOperation operation, CallFrame? frame) => All(operation.Declarations, frame);
    public override Folding VisitVariableDeclaration(IVariableDeclarationOperation operation, CallFrame? frame) => All(operation.Declarators, frame);
    public override Folding VisitVariableDeclarator(IVariableDeclaratorOperation operation, CallFrame? frame) =>
        frame is null || operation.Initializer is null ? DefaultVisit(operation, frame) : frame[operation.Symbol] = Visit(operation.Initializer.Value, frame);

    IBlockOperation? BlockOf(IMethodSymbol? method) => method is null ? null : bodies.Of(method) switch
    {
        IBlockOperation block => block,
        IMethodBodyOperation body => body.BlockBody ?? body.ExpressionBody,
        ILocalFunctionOperation local => local.Body,
        _ => null,
    };

    Folding All(IEnumerable<IOperation> operations, CallFrame? frame)
    {
        Folding? all = null;
        foreach (var operation in operations) all = all?.And(Visit(operation, frame)) ?? Visit(operation, frame);
        return all ?? Folding.Always;
    }

    /// <summary>A member of a reference type: it folds where the exact object, and so the exact body, is known.</summary>
    Folding OfObject(ISymbol member, IOperation instance, CallFrame? frame, Func<ISymbol, Folding> read)
    {
        if (instance is IInstanceReferenceOperation) return CanBeOverridden(member) ? Virtual(member) : read(member);

        var folding = Visit(instance, frame);
        if (folding.Folds == CompileModes.None) return folding;
        if (!CanBeOverridden(member)) return folding.And(read(member));

        var types = ExactTypesOf(instance);
        if (types.Count == 0) return Virtual(member);
        foreach (var type in types) folding = folding.And(ImplementationOf(member, type) is { } implementation ? read(implementation) : OutOfSight(member));
        return folding.Except(CompileModes.NativeAot, "NativeAOT calls it through the object");
    }

    IReadOnlyList<INamedTypeSymbol> ExactTypesOf(IOperation instance)
    {
        if (instance.Type is INamedTypeSymbol { IsSealed: true } type) return [type];
        return instance is IMemberReferenceOperation { Instance: null, Member: var member } && InitialValueOf(member) is { } value ? CreatedBy(value) : [];
    }

    static IReadOnlyList<INamedTypeSymbol> CreatedBy(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null, Operand: var operand } => CreatedBy(operand),
        IObjectCreationOperation { Type: INamedTypeSymbol type } => [type],
        IConditionalOperation { WhenTrue: var first, WhenFalse: { } second } when CreatedBy(first) is [_, ..] one && CreatedBy(second) is [_, ..] other => [.. one, .. other],
        _ => [],
    };

    IOperation? InitialValueOf(ISymbol member) => bodies.InitializerOf(member) switch
    {
        ISymbolInitializerOperation { Value: var value } => value,
        var value => value,
    };

    static ISymbol? ImplementationOf(ISymbol member, INamedTypeSymbol type)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface) return type.FindImplementationForInterfaceMember(member);
        for (var next = type; next is not null; next = next.BaseType)
        {
            foreach (var candidate in next.GetMembers(member.Name))
            {
                if (Overrides(candidate, member)) return candidate;
            }
        }
        return null;
    }

    static bool Overrides(ISymbol? candidate, ISymbol member) => candidate is not null
        && (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.OriginalDefinition) || candidate switch
        {
            IPropertySymbol property => Overrides(property.OverriddenProperty, member),
            IMethodSymbol method => Overrides(method.OverriddenMethod, member),
            _ => false,
        });

    /// <summary>A static abstract or virtual member, asked of a type argument.</summary>
    Folding OfTypeArgument(ISymbol? member, ITypeSymbol type, CallFrame? frame) => CallFrame.Resolve(type, frame) switch
    {
        _ when member is null => Unresolved,
        ITypeParameterSymbol parameter => CallFrame.IsShared(parameter, frame) ? Shared(parameter.Name) : WithoutLinker(Folding.Always),
        INamedTypeSymbol argument when argument.FindImplementationForInterfaceMember(member) is { } implementation => WithoutLinker(implementation switch
        {
            IPropertySymbol property => Property(property, instance: null, frame),
            IMethodSymbol method => Call(method, [], instance: null, frame),
            _ => OutOfSight(implementation),
        }),
        _ => OutOfSight(member),
    };

    static bool CanBeOverridden(ISymbol member) => !member.IsStatic
        && (member.IsAbstract || ((member.IsVirtual || member.IsOverride) && !member.IsSealed)) && !member.ContainingType.IsSealed;

    static string Named(IMethodSymbol method) => (method.AssociatedSymbol ?? method).Short();
    static Folding Unresolved => Folding.Never(Folding.DoesNotCompile);
    static Folding? InstanceOf(ISymbol member) => member.IsStatic ? null : Folding.Never($"'{member.Short()}' belongs to an instance");
    static Folding Held(ISymbol member) => Folding.Never($"'{member.Short()}' is held in an object");
    static Folding Virtual(ISymbol member) => Folding.Never($"'{member.Short()}' is virtual");
    static Folding Shared(string name) => Folding.Never($"'{name}' is looked up at run time in code that reference types share");
    static Folding OutOfSight(ISymbol member) => Folding.Never($"the body of '{member.Short()}' is out of sight");
    static Folding WithoutLinker(Folding folding) => folding.Except(CompileModes.ILLink, "ILLink leaves it to the compiler");
    static Folding JitOnly(Folding folding) => folding.Except(CompileModes.NativeAot | CompileModes.ReadyToRun | CompileModes.ILLink, "it is read at run time");
    static Folding MemberOf(Folding folding) => folding.Except(CompileModes.NativeAot | CompileModes.ReadyToRun | CompileModes.ILLink, "its struct is read at run time");
}
