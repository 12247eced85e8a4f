-- 0021_deposits_relisted.sql: a lot that is listed again asks for the deposit that it asked for before.
-- Locks: lots (SHARE ROW EXCLUSIVE for a moment, no rewrite). Old release keeps running: yes.
set local lock_timeout = '5s';

create function lots_take_deposit_terms() returns trigger language plpgsql as $$
begin
    insert into deposit_terms (lot_id, amount, percent, set_by)
    select new.id, t.amount, t.percent, new.seller_id from deposit_terms t where t.lot_id = new.relist_of;
    return null;
end $$;
create trigger lots_relisted_deposit_terms after insert on lots
    for each row when (new.relist_of is not null) execute function lots_take_deposit_terms();
