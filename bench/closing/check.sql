-- Of what the hammer means (reminders come before it, orders after it). How many messages are missing and how many are there that should not be (told twice, or wrongly): rows of the list and letters alike.
with expected as (
    select lot_id, seller_id as account_id, case state when 'ended_sold' then 'sold' else 'unsold' end as kind from standings
    union all
    select p.lot_id, p.bidder_id, case when s.state = 'ended_sold' and s.leader_id = p.bidder_id then 'won' else 'lost' end
      from participants p join standings s using (lot_id)
), due as (
    select 'row' as what, lot_id, account_id::text as whom, kind from expected
    union all
    select 'letter', lot_id, a.email, kind from expected join accounts a on a.id = account_id
), found as (
    select 'row' as what, lot_id, account_id::text as whom, kind from notifications where kind in ('sold', 'unsold', 'won', 'lost')
    union all
    select 'letter', substring(thread from '\d+$')::bigint, recipient, name
      from mail_letters where name in ('sold', 'unsold', 'won', 'lost')
)
select (select count(*) from (select * from due except all select * from found) as missing),
       (select count(*) from (select * from found except all select * from due) as unwanted)
