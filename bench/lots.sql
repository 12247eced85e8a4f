-- :copies more lots like the published lot :origin. The columns are looked up, so that this
-- file needs no change when the tables do.
create function pg_temp.copy_rows(of regclass, key text, origin bigint, copies bigint) returns void language plpgsql as $$
declare
    columns text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
                      where attrelid = of and attnum > 0 and not attisdropped and attgenerated = '' and attname <> key);
begin
    execute format('insert into %1$s (%2$I, %3$s) overriding system value select %2$I + i, %3$s from %1$s, generate_series(1, %4$s) i where %2$I = %5$s',
                   of, key, columns, copies, origin);
end $$;
select from pg_temp.copy_rows('lots', 'id', :origin, :copies);
select from pg_temp.copy_rows('standings', 'lot_id', :origin, :copies);
select from setval(pg_get_serial_sequence('lots', 'id'), :origin + :copies);
