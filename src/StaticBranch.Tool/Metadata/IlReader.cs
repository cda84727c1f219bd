using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace StaticBranch.Tool.Metadata;

/// <summary>Walks the instructions of a method body.</summary>
static class IlReader
{
    static readonly FrozenDictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Value);

    /// <summary>The instructions, each with its offset from the body's first one, and the member, type or string that it names, if any.</summary>
    /// <exception cref="BadImageFormatException">The body is damaged.</exception>
    public static IEnumerable<(int Offset, OpCode Code, Handle Operand)> Read(MethodBodyBlock body)
    {
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            int offset = il.Offset;
            short value = il.ReadByte();
            if (value == 0xFE) value = unchecked((short)(0xFE00 | il.ReadByte()));
            if (!OpCodes.TryGetValue(value, out OpCode code)) throw new BadImageFormatException($"unknown instruction 0x{value:x} at offset {offset}");
            Handle operand = default;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineString:
                    operand = MetadataTokens.Handle(il.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    il.Offset += checked(4 * il.ReadInt32());
                    break;
                default:
                    il.Offset += OperandSize(code.OperandType);
                    break;
            }
            yield return (offset, code, operand);
        }
    }

    /// <summary>How far a body runs on every call: the offset of the first instruction that may go elsewhere.</summary>
    public static int EntryLength(MethodBodyBlock body) =>
        Read(body).First(instruction => instruction.Code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw).Offset;

    static int OperandSize(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
