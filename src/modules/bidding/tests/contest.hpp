// Random commands on several servers at once, compared with the naive house.
#pragma once
#include "modules/bidding/tests/command_source.hpp"
#include "modules/bidding/tests/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>

namespace gavel::bidding::test {

class contest : public command_source {
protected:
    explicit contest(std::uint64_t seed) : command_source(seed) {
        // What no rule knows: the store refuses some amounts, and now and then anything at all.
        db.execute(
            "alter table bids add constraint bids_poison check (max_amount / 100 % 997 <> 13);"
            "create function go_wrong() returns trigger language plpgsql as $$ begin if random() < 0.001 then raise exception 'deadlock' "
            "using errcode = 'deadlock_detected'; end if; return null; end $$;"
            "create trigger goes_wrong after insert on bids for each statement execute function go_wrong()");
        for (int i = 0; i < 3; ++i) {
            auto chosen = settings;
            chosen.rules = rules();
            chosen.batch_bids_max = pick(0, 2) == 0 ? 1 : pick(2, 200);
            chosen.flushes_max = pick(1, 3);
            servers_.push_back(std::make_unique<server>(options(chosen.flushes_max), chosen));
        }
    }
    void play_wave(std::size_t commands) {
        std::vector<trial> wave;
        made_.clear();
        for (std::size_t i = 0; i < commands; ++i) {
            wave.push_back(some_command());
            if (pick(0, 30) > 0) continue;
            auto twin = wave.back();  // the same intent twice at once, here or on another server
            twin.at = static_cast<std::size_t>(pick(0, 2));
            wave.push_back(std::move(twin));
        }
        database_now_ = database_now();
        const bool disturbed = pick(0, 9) == 0;
        send(wave, disturbed);
        check(wave, disturbed);
        for (auto& t : wave) {
            if (house_.answered.contains({t.who, t.key}) && pick(0, 9) == 0) past_.push_back(t);
            if (past_.size() > 500) past_.erase(past_.begin(), past_.begin() + 250);
        }
        change_the_world();
    }

    void send(std::vector<trial>& wave, bool disturbed) {
        std::mutex guard;
        std::condition_variable all_ended;
        std::size_t left = wave.size();
        const auto ended = [&](std::exception_ptr) {
            const std::lock_guard lock(guard);
            if (--left == 0) all_ended.notify_one();
        };
        for (auto& t : wave) {
            auto& at = *servers_[t.at];
            boost::asio::post(at.io, [&] { boost::asio::co_spawn(at.io, perform(t, at.bidding), ended); });
        }
        if (disturbed) kill_some_connection();
        std::unique_lock lock(guard);
        if (!all_ended.wait_for(lock, 60s, [&] { return left == 0; })) throw std::runtime_error("a wave has not ended in time");
    }

    static boost::asio::awaitable<void> perform(trial& t, bench& at) {
        try {
            t.answer = co_await t.send(at);
        } catch (...) {
            t.failure = std::current_exception();
        }
    }

    // --- what the house says to it ---

    // What is new in the logs; the act and the bid of one command together.
    std::vector<logged> read_new_log() {
        static const pg::statement new_log_sql{"test.new_log", R"sql(
            select b.lot_id, b.seq, b.bidder_id as account_id, b.idempotency_key, b.placed_at as at, encode(b.salt, 'hex') as salt, b.hash
              from unnest($1::bigint[], $2::bigint[]) known (lot_id, seq) join bids b on b.lot_id = known.lot_id and b.seq >= known.seq
             union all
            select a.lot_id, a.seq, a.account_id, a.idempotency_key, a.at, a.content ->> 'reserve_salt', a.hash
              from unnest($1::bigint[], $2::bigint[]) known (lot_id, seq) join acts a on a.lot_id = known.lot_id and a.seq >= known.seq
             order by lot_id, seq
        )sql"};
        std::vector<lot_id> lots;
        std::vector<std::int64_t> seqs;
        for (const auto each : lots_) {
            lots.push_back(each);
            seqs.push_back(state_of(each).next_seq);
        }
        std::vector<logged> all;
        for (const auto r : run(pool.query(soon(), new_log_sql, lots, seqs))) {
            logged row;
            row.lot = r.get<lot_id>("lot_id");
            row.seq = r.get<std::int64_t>("seq");
            row.who = r.get<account_id>("account_id");
            row.key = r.get<std::string>("idempotency_key");
            row.at = r.get<instant>("at");
            const bool goes_on = !all.empty() && all.back().lot == row.lot && all.back().who == row.who && all.back().key == row.key;
            auto& to = goes_on ? all.back() : all.emplace_back(std::move(row));
            salt drawn{};
            if (!r.is_null("salt")) std::ranges::copy(unhex(r.text("salt")).value(), drawn.begin());
            to.salts.push_back(drawn);
            to.hashes.push_back(r.get<digest>("hash"));
        }
        return all;
    }

    void check(std::vector<trial>& wave, bool disturbed) {
        std::map<naive_hall::key, std::vector<const trial*>> by_key;
        for (const auto& t : wave) by_key[{t.who, t.key}].push_back(&t);
        for (auto& [id, lot] : house_.lots) lot.states.assign(1, lot.now);
        decided_at_.clear();
        for (const auto& row : read_new_log()) {
            const auto found = by_key.find({row.who, row.key});
            ASSERT_NE(found, by_key.end()) << "a bid that nobody sent";
            ASSERT_NO_FATAL_FAILURE(replay(row, found->second));
        }
        // By server and lot, in the order of arrival: the state up to which the answers so far have seen the lot.
        std::map<std::pair<std::size_t, lot_id>, std::size_t> seen;
        for (const auto& t : wave) {
            std::size_t nothing = 0;
            auto& up_to = t.in_line ? seen[{t.at, t.lot}] : nothing;
            ASSERT_NO_FATAL_FAILURE(check_answer(t, up_to, by_key.at({t.who, t.key}).size() == 1, disturbed));
        }
    }

    void replay(const logged& row, const std::vector<const trial*>& senders) {
        ASSERT_FALSE(house_.answered.contains({row.who, row.key})) << "a key stored twice";
        auto& lot = house_.lots.at(row.lot);
        ASSERT_EQ(row.seq, lot.now.next_seq) << "a gap in the log";
        for (const auto* t : senders) {
            if (t->lot != row.lot) continue;
            auto says = t->judge(house_, lot, lot.now, row.at, row.salts);
            if (!says.accepted || hashes_of(says.made) != row.hashes) continue;  // the other sender of this key
            ASSERT_FALSE(t->poisoned);
            lot.now = std::move(says.after);
            std::ranges::move(says.made, std::back_inserter(lot.log));
            if (says.numbered) lot.numbers.insert(*says.numbered);
            lot.states.push_back(lot.now);
            decided_at_[{row.who, row.key}] = lot.states.size() - 1;
            house_.answered[{row.who, row.key}] = {std::move(says.text), t->intent + " " + t->lot.text()};
            accepted_ += static_cast<std::int64_t>(row.hashes.size());
            return;
        }
        FAIL() << "record " << row.seq << " of lot " << row.lot.value << " is not what the house would have accepted";
    }

    void check_answer(const trial& t, std::size_t& seen, bool only_sender, bool disturbed) {
        const naive_hall::key key{t.who, t.key};
        const auto first = house_.answered.find(key);
        const auto decided = decided_at_.find(key);
        if (t.failure) return check_failure(t, disturbed);
        ++compared_;
        if (first != house_.answered.end()) {
            const bool same = first->second.intent == t.intent + " " + t.lot.text();
            if (t.answer == (same ? first->second.text : text_of(error(key_reused)))) {
                if (!same || decided == decided_at_.end()) return;
                ASSERT_TRUE(!only_sender || seen < decided->second) << "decided before a bid that came earlier";
                seen = std::max(seen, decided->second);
                return;
            }
        }
        const auto where = house_.lots.find(t.lot);
        if (where == house_.lots.end()) {
            ASSERT_EQ(t.answer, text_of(error(no_such_lot)));
            return;
        }
        for (auto at = seen; at < where->second.states.size(); ++at) {
            const auto says = t.judge(house_, where->second, where->second.states[at], database_now_, {});
            if (says.accepted || says.text != t.answer) continue;
            seen = at;
            return;
        }
        FAIL() << "nobody would have answered\n"
               << t.answer << "\nto " << t.intent << " on lot " << t.lot.value << " after state " << seen << " of "
               << where->second.states.size();
    }

    void check_failure(const trial& t, bool disturbed) {
        try {
            std::rethrow_exception(t.failure);
        } catch (const pg::error& e) {
            ASSERT_TRUE(e.sqlstate() == "40P01" || (t.poisoned && e.violates("bids_poison"))) << e.what();
        } catch (const std::exception& e) {
            ASSERT_TRUE(disturbed) << e.what();
        }
    }

    void check_everything() {
        for (const auto& [id, lot] : house_.lots) {
            ASSERT_EQ(stored(id), lot.now) << "lot " << id.value;
            if (!jumped_.contains(id)) expect_whole(id);
            std::string numbers;
            std::map<std::int32_t, account_id> by_number;
            for (const auto& [who, number] : lot.numbers) by_number[number] = who;
            for (const auto& [number, who] : by_number) numbers += fmt::format("{}:{} ", number, who.value);
            ASSERT_EQ(db.scalar(fmt::format("select string_agg(number || ':' || bidder_id || ' ', '' order by number) from participants "
                                            "where lot_id = {}",
                                            id.value)),
                      numbers);
        }
        ASSERT_EQ(db.scalar("select (select count(*) from bids) + (select count(*) from acts where kind <> 'opened')"),
                  std::to_string(accepted_));
    }

    std::int64_t accepted_ = 0, compared_ = 0;

private:
    static std::vector<digest> hashes_of(const std::vector<record>& made) {
        std::vector<digest> hashes;
        for (const auto& each : made) hashes.push_back(std::visit([](const auto& r) { return r.hash; }, each));
        return hashes;
    }

    std::map<naive_hall::key, std::size_t> decided_at_;
    std::vector<std::unique_ptr<server>> servers_;
};

}  // namespace gavel::bidding::test
