using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Diwan.Platform;

/// <summary>snake_case for tables, columns, keys and indexes, except where a room chose a name itself.</summary>
internal static class Names
{
    public static void MakeSnakeCase(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            if (entity.FindAnnotation(RelationalAnnotationNames.TableName) is null && entity.GetTableName() is { } table)
            {
                entity.SetTableName(Snake(table));
            }

            foreach (var (prefix, property) in Properties(entity, ""))
            {
                // Keys are made by the application (version 7), so that a change knows them before it is written.
                property.ValueGenerated = ValueGenerated.Never;
                if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
                {
                    property.SetColumnName(prefix + Snake(property.Name));
                }
            }
        }

        foreach (var entity in model.GetEntityTypes())
        {
            foreach (var key in entity.GetKeys())
            {
                key.SetName(key.GetDefaultName()?.ToLowerInvariant());
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(foreignKey.GetDefaultName()?.ToLowerInvariant());
            }

            foreach (var index in entity.GetIndexes())
            {
                if (index.FindAnnotation(RelationalAnnotationNames.Name) is null)
                {
                    index.SetDatabaseName(index.GetDefaultDatabaseName()?.ToLowerInvariant());
                }
            }
        }
    }

    private static IEnumerable<(string Prefix, IMutableProperty Property)> Properties(IMutableTypeBase type, string prefix) =>
    [
        .. type.GetDeclaredProperties().Select(property => (prefix, property)),
        .. type.GetDeclaredComplexProperties().SelectMany(c => Properties(c.ComplexType, $"{prefix}{Snake(c.Name)}_")),
    ];

    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
