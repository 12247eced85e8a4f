#include "app/repository_doctor.hpp"

namespace gavel::app::repository {
namespace {

// Each is one statement, so it sees one moment. `total` counts before the limit is applied.
const pg::statement find_orphans_sql{"doctor.find_orphans", R"sql(
    (select 'lot_without_standing' as rule, 'lot ' || l.id || ' is published and has no standing' as what, count(*) over () as total
       from lots l where l.state = 'published' and not exists (select from standings s where s.lot_id = l.id) order by l.id limit 20)
    union all
    (select 'standing_of_draft', 'lot ' || l.id || ' has a standing and is not published', count(*) over ()
       from lots l join standings s on s.lot_id = l.id where l.state <> 'published' order by l.id limit 20)
    union all
    (select 'bids_without_lot', count(*) || ' bids on lot ' || b.lot_id || ', which has no standing', count(*) over ()
       from bids b where not exists (select from standings s where s.lot_id = b.lot_id) group by b.lot_id order by b.lot_id limit 20)
    union all
    (select 'bidders_without_lot', count(*) || ' bidders of lot ' || p.lot_id || ', which has no standing', count(*) over ()
       from participants p where not exists (select from standings s where s.lot_id = p.lot_id)
      group by p.lot_id order by p.lot_id limit 20)
    union all
    (select 'bidder_without_account', 'account ' || p.bidder_id || ' bids on ' || count(*) || ' lots and does not exist', count(*) over ()
       from participants p where not exists (select from accounts a where a.id = p.bidder_id)
      group by p.bidder_id order by p.bidder_id limit 20)
    union all
    (select 'file_without_holder', 'file ' || f.id || ' (' || f.purpose || ') of ' || f.holder_id || ', which does not exist',
            count(*) over ()
       from media_files f
      where not case f.purpose when 'avatar' then exists (select from accounts a where a.id = f.holder_id)
                               when 'order_photo' then exists (select from orders o where o.id = f.holder_id)
                               else exists (select from lots l where l.id = f.holder_id) end order by f.id limit 20)
    union all
    (select 'message_without_file', 'message ' || m.id || ' of order ' || m.order_id || ' shows file ' || f.id
            || ', which does not exist', count(*) over ()
       from order_messages m cross join unnest(m.files) as f (id)
      where not exists (select from media_files k where k.id = f.id) order by m.id limit 20)
    union all
    (select 'order_without_payment', 'order ' || o.id || ' (' || o.state || '): payment ' || o.payment_id
            || case when p.id is null then ' does not exist' else ' was never approved' end, count(*) over ()
       from orders o left join payments p on p.id = o.payment_id
      where o.payment_id is not null and p.approved_at is null order by o.id limit 20)
    union all
    (select 'purchase_without_payment', 'purchase ' || s.id || ': payment ' || s.payment_id
            || case when p.id is null then ' does not exist' else ' was never approved' end, count(*) over ()
       from service_purchases s left join payments p on p.id = s.payment_id
      where s.payment_id is not null and p.approved_at is null order by s.id limit 20)
    union all
    (select 'payment_for_nothing', 'payment ' || p.id || ' is for ' || p.subject_kind || ' ' || p.subject_id || ', which does not exist',
            count(*) over ()
       from payments p
      where (p.subject_kind = 'order' and not exists (select from orders o where o.id = p.subject_id))
         or (p.subject_kind = 'service' and not exists (select from service_purchases s where s.id = p.subject_id))
         or (p.subject_kind = 'deposit' and not exists (select from deposits d where d.id = p.subject_id)) order by p.id limit 20)
    union all
    (select 'deposit_without_lot', 'deposit ' || d.id || ' (' || d.state || ') on lot ' || d.lot_id || ', which does not exist',
            count(*) over ()
       from deposits d where d.state in ('unpaid', 'active') and not exists (select from lots l where l.id = d.lot_id)
      order by d.id limit 20)
    union all
    (select 'hold_for_nothing', 'hold ' || h.id || ' of ' || h.book || ' is for ' || h.subject || ', which does not exist',
            count(*) over ()
       from ledger_holds h
      where h.state = 'active' and h.subject like 'deposit:%'
        and not exists (select from deposits d where d.hold_id = h.id) order by h.id limit 20)
    union all
    (select 'escrow_for_nothing', b.name || ': ' || b.balance || ' ' || b.currency || ' of something that does not exist',
            count(*) over ()
       from ledger_books b
      where b.kind = 'escrow' and b.balance <> 0
        and not exists (select from orders o where b.name = 'escrow:order:' || o.id)
        and not exists (select from payment_operations o where b.name = 'escrow:refund:' || o.id) order by b.name limit 20)
    union all
    select '', 'lots', count(*) from lots
    union all
    select '', 'bids', count(*) from bids
    union all
    select '', 'files', count(*) from media_files
    union all
    select '', 'orders', count(*) from orders
    union all
    select '', 'payments', count(*) from payments
)sql"};

// Letters to many wait their turn for days; the others have one within the day, whatever the limits of the mail server.
const pg::statement find_stuck_work_sql{"doctor.find_stuck_work", R"sql(
    with served as (select least(beat_at, clock_timestamp()) as until from service_pulse)
    (select 'job_dead' as rule, kind || ': ' || count(*) || ' failed for good, the last at ' || max(finished_at) as what,
            count(*) over () as total
       from jobs where state = 'dead' group by kind order by kind limit 20)
    union all
    (select 'job_late', kind || ': ' || count(*) || ' more than an hour late, the first was due at ' || min(due_at), count(*) over ()
       from jobs, served where state in ('waiting', 'running') and due_at < served.until - interval '1 hour'
      group by kind order by kind limit 20)
    union all
    (select 'letter_late', name || ': ' || count(*) || ' more than a day late, the first was due at ' || min(due_at), count(*) over ()
       from mail_letters, served
      where state in ('waiting', 'sending') and class <> 'bulk' and due_at < served.until - interval '1 day'
      group by name order by name limit 20)
    union all
    (select 'outage_unswept', 'lots that lost time from ' || began_at || ' to ' || ended_at || ' have not got it back', count(*) over ()
       from outages, served where swept_at is null and ended_at < served.until - interval '1 hour' order by id limit 20)
    union all
    select '', 'jobs', count(*) from jobs
    union all
    select '', 'letters', count(*) from mail_letters
)sql"};

const pg::statement next_lots_sql{"doctor.next_lots", "select lot_id from standings where lot_id > $1 order by lot_id limit 500"};

awaitable<std::vector<sight>> ask(pg::pool& pool, const pg::statement& question, pg::deadline until) {
    const auto rows = co_await pool.query(until, question);
    std::vector<sight> seen;
    for (const auto r : rows) {
        sight one;
        one.rule = r.get<std::string>("rule");
        one.what = r.get<std::string>("what");
        one.total = r.get<std::int64_t>("total");
        seen.push_back(std::move(one));
    }
    co_return seen;
}

}  // namespace

awaitable<std::vector<sight>> find_orphans(pg::pool& pool, pg::deadline until) { return ask(pool, find_orphans_sql, until); }

awaitable<std::vector<sight>> find_stuck_work(pg::pool& pool, pg::deadline until) { return ask(pool, find_stuck_work_sql, until); }

awaitable<std::vector<lot_id>> next_lots(pg::pool& pool, lot_id after, pg::deadline until) {
    const auto rows = co_await pool.query(until, next_lots_sql, after);
    std::vector<lot_id> lots;
    for (const auto r : rows) lots.push_back(r.get<lot_id>("lot_id"));
    co_return lots;
}

}  // namespace gavel::app::repository
