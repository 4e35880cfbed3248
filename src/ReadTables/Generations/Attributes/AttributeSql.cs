using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Generations.Attributes;

/// <summary>
/// Reads the attributes of a table from the system catalogs, as statements. chr(1) replaces the table's name and chr(2) its schema, so that two tables have
/// the same attribute if the texts are equal.
/// </summary>
internal static class AttributeSql
{
    /// <summary>
    /// Columns: stage, kind, name, make, drop (null if make replaces it). $1 is the table's oid, $2 the names of the columns to include. Run it with an empty
    /// search path, so that names are qualified. Options whose names start with pg_ are internal to the server (15.20 has one for each column, which no
    /// statement can set) and are excluded.
    /// </summary>
    public const string Attributes = """
        WITH RECURSIVE t AS (
            SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS own, chr(1) AS tab, chr(2) AS sch
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1),
        col AS (SELECT a.*, format('ALTER TABLE %s ALTER COLUMN %I ', t.tab, a.attname) AS alter FROM t JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY($2)),
        idx AS (
            SELECT i.*, c.relname, c.reloptions, c.reltablespace, k.conname
            FROM t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class c ON c.oid = i.indexrelid
            LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x')),
        -- Privileges on the table and on its columns, one per row; without grants the table has the default privileges of its owner.
        acl AS (
            SELECT ''::text AS columns, x.* FROM t, aclexplode(coalesce(t.relacl, acldefault('r', t.relowner))) x
            UNION ALL SELECT format(' (%I)', col.attname), x.* FROM col, aclexplode(col.attacl) x),
        -- Grants of roles that got the grant option come after those of the owner.
        granters AS (
            SELECT t.relowner AS role, 0 AS depth FROM t
            UNION SELECT acl.grantee, granters.depth + 1 FROM acl JOIN granters ON acl.grantor = granters.role WHERE acl.is_grantable AND granters.depth < 10 AND acl.grantee <> 0),
        depths AS (SELECT role, min(depth) AS depth FROM granters GROUP BY role)

        SELECT 10 AS stage, 'access method' AS kind, '' AS name, format('ALTER TABLE %s SET ACCESS METHOD %I', tab, am.amname) AS make, NULL AS drop FROM t JOIN pg_am am ON am.oid = t.relam
        UNION ALL SELECT 10, 'tablespace', '', format('ALTER TABLE %s SET TABLESPACE %I', tab, coalesce(s.spcname, (SELECT ds.spcname FROM pg_database d JOIN pg_tablespace ds ON ds.oid = d.dattablespace WHERE d.datname = current_database()))), NULL
            FROM t LEFT JOIN pg_tablespace s ON s.oid = t.reltablespace
        UNION ALL SELECT 10, 'persistence', '', format('ALTER TABLE %s SET %s', tab, CASE relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END), NULL FROM t
        UNION ALL SELECT 10, 'storage parameter', split_part(o, '=', 1), format('ALTER TABLE %s SET (%I = %L)', tab, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), format('ALTER TABLE %s RESET (%I)', tab, split_part(o, '=', 1))
            FROM t, unnest(t.reloptions) o WHERE o NOT LIKE 'pg\_%'
        UNION ALL SELECT 10, 'storage parameter', 'toast.' || split_part(o, '=', 1), format('ALTER TABLE %s SET (toast.%I = %L)', tab, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), format('ALTER TABLE %s RESET (toast.%I)', tab, split_part(o, '=', 1))
            FROM t JOIN pg_class toast ON toast.oid = t.reltoastrelid, unnest(toast.reloptions) o WHERE o NOT LIKE 'pg\_%'
        UNION ALL SELECT 20, 'statistics target', attname, alter || 'SET STATISTICS ' || attstattarget, alter || 'SET STATISTICS -1' FROM col WHERE attstattarget >= 0
        UNION ALL SELECT 20, 'storage', attname, alter || 'SET STORAGE ' || CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END,
                alter || 'SET STORAGE ' || CASE y.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
            FROM col JOIN pg_type y ON y.oid = col.atttypid WHERE col.attstorage <> y.typstorage
        UNION ALL SELECT 20, 'compression', attname, alter || 'SET COMPRESSION ' || CASE attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END, alter || 'SET COMPRESSION DEFAULT' FROM col WHERE attcompression <> ''
        UNION ALL SELECT 20, 'column option', attname || '.' || split_part(o, '=', 1), alter || format('SET (%I = %L)', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), alter || format('RESET (%I)', split_part(o, '=', 1)) FROM col, unnest(attoptions) o WHERE o NOT LIKE 'pg\_%'
        UNION ALL SELECT 20, 'default', attname, alter || 'SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), alter || 'DROP DEFAULT'
            FROM col JOIN pg_attrdef d ON d.adrelid = col.attrelid AND d.adnum = col.attnum WHERE col.attgenerated = '' AND col.attidentity = ''
        UNION ALL SELECT 20, 'not null', attname, alter || 'SET NOT NULL', alter || 'DROP NOT NULL' FROM col WHERE attnotnull

        UNION ALL SELECT 40, 'index', idx.relname,
                p.prefix || tab || ' ' || substr(pg_get_indexdef(idx.indexrelid), length(p.prefix || own || ' ') + 1)
                || CASE WHEN s.spcname IS NULL THEN '' ELSE format('; ALTER INDEX %s.%I SET TABLESPACE %I', sch, idx.relname, s.spcname) END
                || coalesce((SELECT string_agg(format('; ALTER INDEX %s.%I ALTER COLUMN %s SET STATISTICS %s', sch, idx.relname, a.attnum, a.attstattarget), '' ORDER BY a.attnum)
                             FROM pg_attribute a WHERE a.attrelid = idx.indexrelid AND a.attstattarget >= 0), ''),
                format('DROP INDEX %s.%I', sch, idx.relname)
            FROM t CROSS JOIN idx LEFT JOIN pg_tablespace s ON s.oid = idx.reltablespace,
                 LATERAL (SELECT format('CREATE %sINDEX %I ON ', CASE WHEN idx.indisunique THEN 'UNIQUE ' ELSE '' END, idx.relname) AS prefix) p
            WHERE idx.conname IS NULL
        UNION ALL SELECT CASE k.contype WHEN 'f' THEN 51 ELSE 50 END, CASE k.contype WHEN 'f' THEN 'foreign key' WHEN 'c' THEN 'check constraint' WHEN 'u' THEN 'unique constraint' ELSE 'exclusion constraint' END, k.conname,
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', tab, k.conname, pg_get_constraintdef(k.oid)), format('ALTER TABLE %s DROP CONSTRAINT %I', tab, k.conname)
            FROM t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype IN ('c', 'u', 'x', 'f')
        UNION ALL SELECT 55, 'index option', idx.relname || '.' || split_part(o, '=', 1), format('ALTER INDEX %s.%I SET (%I = %L)', sch, idx.relname, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)),
                format('ALTER INDEX %s.%I RESET (%I)', sch, idx.relname, split_part(o, '=', 1))
            FROM t CROSS JOIN idx, unnest(idx.reloptions) o WHERE idx.conname IS NOT NULL AND o NOT LIKE 'pg\_%'
        UNION ALL SELECT 60, 'clustering', '', format('ALTER TABLE %s CLUSTER ON %I', tab, relname), format('ALTER TABLE %s SET WITHOUT CLUSTER', tab)
            FROM (SELECT t.tab, idx.relname FROM t CROSS JOIN idx WHERE idx.indisclustered) c
        UNION ALL SELECT 60, 'replica identity', '',
                format('ALTER TABLE %s REPLICA IDENTITY %s', tab, CASE relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE format('USING INDEX %I', (SELECT idx.relname FROM idx WHERE idx.indisreplident)) END),
                format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', tab)
            FROM t WHERE relreplident <> 'd'

        UNION ALL SELECT 100, 'owner', '', format('ALTER TABLE %s OWNER TO %I', tab, pg_get_userbyid(relowner)), NULL FROM t
        UNION ALL SELECT 110, 'privileges', '',
                string_agg(format('%sGRANT %s%s ON %s TO %s%s%s',
                    CASE WHEN acl.grantor = t.relowner THEN '' ELSE format('SET LOCAL ROLE %I; ', pg_get_userbyid(acl.grantor)) END,
                    acl.privilege_type, acl.columns, t.tab, CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END,
                    CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, CASE WHEN acl.grantor = t.relowner THEN '' ELSE '; RESET ROLE' END),
                    '; ' ORDER BY coalesce(depths.depth, 99), acl.columns, pg_get_userbyid(acl.grantee), acl.privilege_type, pg_get_userbyid(acl.grantor)),
                string_agg(DISTINCT format('REVOKE ALL ON %s FROM %s CASCADE', t.tab, CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END), '; ')
            FROM t CROSS JOIN acl LEFT JOIN depths ON depths.role = acl.grantor GROUP BY t.oid
        UNION ALL SELECT 120, 'policy', p.polname,
                format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', p.polname, tab, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                    (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ' ORDER BY r) FROM unnest(p.polroles) r))
                || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
                || CASE WHEN obj_description(p.oid, 'pg_policy') IS NULL THEN '' ELSE format('; COMMENT ON POLICY %I ON %s IS %L', p.polname, tab, obj_description(p.oid, 'pg_policy')) END,
                format('DROP POLICY %I ON %s', p.polname, tab)
            FROM t JOIN pg_policy p ON p.polrelid = t.oid
        UNION ALL SELECT 130, 'row security', '', format('ALTER TABLE %s %s ROW LEVEL SECURITY, %s ROW LEVEL SECURITY', tab, CASE WHEN relrowsecurity THEN 'ENABLE' ELSE 'DISABLE' END, CASE WHEN relforcerowsecurity THEN 'FORCE' ELSE 'NO FORCE' END), NULL FROM t
        UNION ALL SELECT 140, 'trigger', g.tgname,
                overlay(d.def PLACING ' ON ' || tab || ' ' FROM length(d.prefix) + strpos(substr(d.def, length(d.prefix) + 1), ' ON ' || own || ' ') FOR length(' ON ' || own || ' '))
                || CASE g.tgenabled WHEN 'O' THEN '' ELSE format('; ALTER TABLE %s %s TRIGGER %I', tab, CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, g.tgname) END
                || CASE WHEN obj_description(g.oid, 'pg_trigger') IS NULL THEN '' ELSE format('; COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, tab, obj_description(g.oid, 'pg_trigger')) END,
                format('DROP TRIGGER %I ON %s', g.tgname, tab)
            FROM t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal,
                 LATERAL (SELECT pg_get_triggerdef(g.oid) AS def, format('CREATE %sTRIGGER %I ', CASE g.tgconstraint WHEN 0 THEN '' ELSE 'CONSTRAINT ' END, g.tgname) AS prefix) d
        UNION ALL SELECT 150, 'statistics', CASE WHEN s.stxnamespace = t.relnamespace THEN '' ELSE sn.nspname || '.' END || s.stxname,
                'CREATE STATISTICS ' || n.name || substr(d.def, length(d.prefix) + 1, length(d.def) - length(d.prefix) - length(own)) || tab
                || CASE WHEN s.stxowner <> t.relowner THEN format('; ALTER STATISTICS %s OWNER TO %I', n.name, pg_get_userbyid(s.stxowner)) ELSE '' END
                || CASE WHEN s.stxstattarget >= 0 THEN format('; ALTER STATISTICS %s SET STATISTICS %s', n.name, s.stxstattarget) ELSE '' END
                || CASE WHEN obj_description(s.oid, 'pg_statistic_ext') IS NULL THEN '' ELSE format('; COMMENT ON STATISTICS %s IS %L', n.name, obj_description(s.oid, 'pg_statistic_ext')) END,
                'DROP STATISTICS ' || n.name
            FROM t JOIN pg_statistic_ext s ON s.stxrelid = t.oid JOIN pg_namespace sn ON sn.oid = s.stxnamespace,
                 LATERAL (SELECT pg_get_statisticsobjdef(s.oid) AS def, format('CREATE STATISTICS %I.%I', sn.nspname, s.stxname) AS prefix) d,
                 LATERAL (SELECT CASE WHEN s.stxnamespace = t.relnamespace THEN sch ELSE quote_ident(sn.nspname) END || format('.%I', s.stxname) AS name) n
        UNION ALL SELECT 160, 'publication', p.pubname,
                format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, tab)
                || coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY(r.prattrs::int2[])), '')
                || coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', ''),
                format('ALTER PUBLICATION %I DROP TABLE %s', p.pubname, tab)
            FROM t JOIN pg_publication_rel r ON r.prrelid = t.oid JOIN pg_publication p ON p.oid = r.prpubid
        UNION ALL SELECT 170, 'comment', '', format('COMMENT ON TABLE %s IS %L', tab, obj_description(oid, 'pg_class')), format('COMMENT ON TABLE %s IS NULL', tab) FROM t
        UNION ALL SELECT 170, 'comment', attname, format('COMMENT ON COLUMN %s.%I IS %L', chr(1), attname, col_description(attrelid, attnum)), format('COMMENT ON COLUMN %s.%I IS NULL', chr(1), attname) FROM col
        UNION ALL SELECT 171, 'comment on index', idx.relname, format('COMMENT ON INDEX %s.%I IS %L', sch, idx.relname, obj_description(idx.indexrelid, 'pg_class')), format('COMMENT ON INDEX %s.%I IS NULL', sch, idx.relname)
            FROM t CROSS JOIN idx WHERE obj_description(idx.indexrelid, 'pg_class') IS NOT NULL
        UNION ALL SELECT 171, 'comment on constraint', k.conname, format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, tab, obj_description(k.oid, 'pg_constraint')), format('COMMENT ON CONSTRAINT %I ON %s IS NULL', k.conname, tab)
            FROM t JOIN pg_constraint k ON k.conrelid = t.oid WHERE obj_description(k.oid, 'pg_constraint') IS NOT NULL
        UNION ALL SELECT 180, 'security label', l.provider || coalesce('.' || col.attname, ''),
                format('SECURITY LABEL FOR %I ON %s IS %L', l.provider, CASE WHEN col.attname IS NULL THEN 'TABLE ' || tab ELSE format('COLUMN %s.%I', tab, col.attname) END, l.label),
                format('SECURITY LABEL FOR %I ON %s IS NULL', l.provider, CASE WHEN col.attname IS NULL THEN 'TABLE ' || tab ELSE format('COLUMN %s.%I', tab, col.attname) END)
            FROM t JOIN pg_seclabel l ON l.objoid = t.oid AND l.classoid = 'pg_catalog.pg_class'::regclass LEFT JOIN col ON col.attnum = l.objsubid WHERE l.objsubid = 0 OR col.attnum IS NOT NULL
        """;

    /// <summary>
    /// Objects that depend on the table. Columns: what (a description), make (a statement that rebinds it to the table that then has the name) or null when that
    /// is not possible. Parts of the table itself are excluded. $1 is the table's oid. Run it with an empty search path.
    /// </summary>
    public const string Dependents = """
        WITH t AS (SELECT c.oid, c.reltype, format('%I.%I', n.nspname, c.relname) AS own FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1),
        deps AS (
            SELECT DISTINCT d.classid, d.objid, d.refclassid = 'pg_catalog.pg_type'::regclass AS by_type
            FROM t JOIN pg_depend d
              ON (d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid)
              OR (d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid IN (t.reltype, (SELECT y.typarray FROM pg_type y WHERE y.oid = t.reltype)))
            WHERE NOT (d.classid = 'pg_catalog.pg_type'::regclass AND d.deptype = 'i'))

        SELECT format('rule %s', r.rulename), NULL FROM t JOIN pg_rewrite r ON r.ev_class = t.oid
        UNION ALL SELECT DISTINCT CASE v.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE format('rule %s on ', r.rulename) END || format('%I.%I', n.nspname, v.relname),
                CASE v.relkind WHEN 'v' THEN format('CREATE OR REPLACE VIEW %I.%I%s AS %s', n.nspname, v.relname,
                    coalesce(' WITH (' || (SELECT string_agg(format('%I = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(v.reloptions) o) || ')', ''), pg_get_viewdef(v.oid)) END
            FROM deps JOIN pg_rewrite r ON deps.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = deps.objid JOIN pg_class v ON v.oid = r.ev_class JOIN pg_namespace n ON n.oid = v.relnamespace CROSS JOIN t
            WHERE r.ev_class <> t.oid
        UNION ALL SELECT format('policy %I on %s', p.polname, p.polrelid::regclass),
                format('ALTER POLICY %I ON %s', p.polname, p.polrelid::regclass) || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
            FROM deps JOIN pg_policy p ON deps.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = deps.objid CROSS JOIN t WHERE p.polrelid <> t.oid
        UNION ALL SELECT format('function %s', p.oid::regprocedure), CASE WHEN p.prosqlbody IS NOT NULL AND NOT EXISTS (SELECT FROM deps o WHERE o.objid = p.oid AND o.by_type) THEN pg_get_functiondef(p.oid) END
            FROM deps JOIN pg_proc p ON deps.classid = 'pg_catalog.pg_proc'::regclass AND p.oid = deps.objid WHERE NOT deps.by_type OR NOT EXISTS (SELECT FROM deps o WHERE o.objid = p.oid AND NOT o.by_type)
        UNION ALL SELECT format('foreign key %I of %s', k.conname, k.conrelid::regclass), NULL FROM t JOIN pg_constraint k ON k.confrelid = t.oid AND k.contype = 'f'
        UNION ALL SELECT format('inheritance between %s and %s', i.inhrelid::regclass, i.inhparent::regclass), NULL FROM t JOIN pg_inherits i ON t.oid IN (i.inhrelid, i.inhparent)
        UNION ALL SELECT pg_describe_object(deps.classid, deps.objid, 0), NULL FROM deps CROSS JOIN t
            WHERE NOT (deps.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_statistic_ext'::regclass, 'pg_catalog.pg_publication_rel'::regclass)
                OR deps.classid = 'pg_catalog.pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint k WHERE k.oid = deps.objid AND (k.conrelid = t.oid OR k.confrelid = t.oid))
                OR deps.classid = 'pg_catalog.pg_trigger'::regclass AND EXISTS (SELECT FROM pg_trigger g WHERE g.oid = deps.objid AND (g.tgrelid = t.oid OR g.tgisinternal))
                OR deps.classid = 'pg_catalog.pg_attrdef'::regclass AND EXISTS (SELECT FROM pg_attrdef a WHERE a.oid = deps.objid AND a.adrelid = t.oid)
                OR deps.classid = 'pg_catalog.pg_class'::regclass AND (EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = deps.objid AND i.indrelid = t.oid) OR EXISTS (SELECT FROM pg_class c WHERE c.oid = deps.objid AND c.relkind = 't')
                    OR EXISTS (SELECT FROM pg_inherits i WHERE t.oid IN (i.inhrelid, i.inhparent) AND deps.objid IN (i.inhrelid, i.inhparent))))
        """;

    /// <summary>Objects that refer to a column of the table that is not in $2: the object, its name if it is an index, and the column. $1 is the table's oid.</summary>
    public const string OnOtherColumns = """
        SELECT DISTINCT pg_describe_object(d.classid, d.objid, 0), coalesce((SELECT c.relname FROM pg_class c WHERE d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid), ''), a.attname
        FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = $1 AND d.refobjsubid > 0 AND a.attname <> ALL($2)
          AND d.classid <> 'pg_catalog.pg_attrdef'::regclass AND NOT (d.classid = 'pg_catalog.pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint k WHERE k.oid = d.objid AND k.contype IN ('p', 'f') AND k.conrelid <> $1 OR k.oid = d.objid AND k.contype = 'p'))
        """;

    /// <summary>The privileges on the table and its columns, as one text. $1 is the table's oid.</summary>
    public const string Privileges = """
        SELECT concat(c.relacl::text, (SELECT string_agg(concat(' ', a.attname, a.attacl), '' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL))
        FROM pg_class c WHERE c.oid = $1
        """;

    /// <summary>A query of this class with its parameters.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="table">The table's oid.</param>
    /// <param name="columns">Names of columns, if the query has them as $2.</param>
    public static NpgsqlBatchCommand Query(string sql, uint table, string[]? columns = null)
    {
        var query = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = table, NpgsqlDbType = NpgsqlDbType.Oid } } };
        if (columns is not null) query.Parameters.Add(new() { Value = columns, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Name });
        return query;
    }
}
