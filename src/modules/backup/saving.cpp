#include "modules/backup/saving.hpp"

#include "modules/backup/dump.hpp"
#include "modules/backup/facts.hpp"
#include "modules/backup/journal.hpp"
#include "modules/backup/media_copier.hpp"
#include "modules/backup/parts_sender.hpp"
#include "modules/backup/repository.hpp"
#include "modules/backup/standby.hpp"
#include "modules/backup/together.hpp"
#include "modules/media/inventory.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes whole_within = 24h, note_within = 1min;
constexpr std::size_t keys_per_step = 500;

class attempt {
public:
    attempt(saving_parts& with, destinations& to) : with_(with), to_(to), readers_(with.chosen.readers()), signs_(with.chosen.signs()) {
        result.id = new_backup_id(server_now());
        made_.id = result.id;
        made_.release = with.release;
        for (const auto& each : readers_) made_.recipients.push_back(each.name());
    }

    awaitable<void> run() {
        auto turn = co_await with_.records.begin(runtime::within(whole_within));
        const bool ours = co_await take_backup_turn(turn);
        if (!ours) throw refused("Another backup, drill or pruning is running.");
        co_await save_database();
        if (with_.store) co_await save_media();
        co_await save_facts();
        // Without the turn somebody may have pruned meanwhile.
        co_await repository::still_there(turn);
        co_await publish();
        co_await turn.rollback();
    }

    saved result;

private:
    awaitable<void> save_database() {
        try {
            co_await read_database();
        } catch (const std::exception& e) {
            if (!is_recovery_conflict(e.what())) throw;
            throw std::runtime_error(recovery_conflict_advice(e.what()));
        }
    }

    awaitable<void> read_database() {
        auto no_migration = co_await with_.records.begin(runtime::within(whole_within));
        const bool kept_out = co_await repository::keep_migrations_out(no_migration);
        if (!kept_out) throw refused("A migration is running; run the backup when it is done.");
        if (!with_.chosen.database_url.empty())
            co_await catch_up(with_.records, with_.source, std::chrono::seconds(with_.chosen.standby_wait_s), with_.shown);
        auto state = co_await with_.source.begin(runtime::within(whole_within));
        const auto snapshot = co_await repository::share_snapshot(state);
        facts_.seen_at = format_instant(server_now());
        facts_.database_bytes = co_await repository::database_bytes(state);
        made_.schema = co_await repository::newest_migration(state);
        std::vector<awaitable<void>> both;
        both.push_back(dump(snapshot));
        both.push_back(count(state));
        co_await together(std::move(both));
        std::function<void(const std::string&)> note = [this](const std::string& key) { note_key(key); };
        co_await media::list_objects(state, std::move(note));
        keys_.finish([this](std::string_view bytes) { inventory_.append(bytes); });
        co_await state.rollback();
        co_await no_migration.rollback();
    }

    awaitable<void> count(pg::transaction& state) { facts_.rows = co_await repository::count_rows(state); }

    awaitable<void> dump(std::string snapshot) {
        with_.shown.begin("database", static_cast<std::uint64_t>(facts_.database_bytes));
        dumping program(with_.source_url, snapshot, readers_, static_cast<int>(with_.chosen.compression));
        part_maker make = [&program] { return program.next(); };
        std::function<std::string(std::size_t)> name_of = [this](std::size_t number) {
            return part_name(made_.id, content::database, number);
        };
        std::function<void()> sent = [&] { with_.shown.reached(program.taken_in()); };
        sealed_file database;
        database.content = content::database;
        database.parts = co_await send_parts(to_, with_.workers, std::move(make), std::move(name_of), std::move(sent));
        made_.files.push_back(std::move(database));
    }

    awaitable<void> store(sealed_file& file, std::shared_ptr<const std::string> next) {
        auto name = part_name(made_.id, file.content, file.parts.size() + 1);
        auto stored = co_await to_.store(std::move(name), std::move(next));
        file.parts.push_back(std::move(stored));
    }

    void note_key(const std::string& key) {
        const auto line = key + "\n";
        keys_.add(line, [this](std::string_view bytes) { inventory_.append(bytes); });
    }

    awaitable<void> save_media() {
        with_.shown.begin("photos and documents");
        std::uint64_t sent = 0;
        std::function<void(std::uint64_t)> note_sent = [&](std::uint64_t bytes) {
            sent += bytes;
            with_.shown.reached(sent);
        };
        media_copier copier(with_.records, *with_.store, to_, readers_, name_of_readers(readers_), std::move(note_sent));
        co_await copier.prepare();
        sealed_parts index(readers_, static_cast<int>(with_.chosen.compression));
        sealed_file file;
        file.content = content::media_index;
        std::vector<std::string> page;
        decompressor keys;
        std::string text;
        const std::size_t step = 16 * 1024;
        for (std::size_t from = 0; from < inventory_.size(); from += step) {
            keys.add(std::string_view(inventory_).substr(from, step), [&text](std::string_view bytes) { text.append(bytes); });
            co_await take_lines(text, page, copier, false);
            co_await move_on(copier, index, file);
        }
        co_await take_lines(text, page, copier, true);
        co_await copier.finish();
        index.add(copier.take_lines());
        index.finish();
        for (auto next = index.take(); next; next = index.take()) co_await store(file, std::move(next));
        made_.files.push_back(std::move(file));
        made_.packs = copier.packs();
        result.objects = facts_.objects = copier.objects();
        result.missing_objects = facts_.missing_objects = copier.missing();
    }

    // The keys of `text` that are whole, in pages; with `all` the last page too.
    static awaitable<void> take_lines(std::string& text, std::vector<std::string>& page, media_copier& copier, bool all) {
        std::size_t from = 0;
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
            page.push_back(text.substr(from, end - from));
            from = end + 1;
            if (page.size() < keys_per_step) continue;
            auto full = std::exchange(page, {});
            co_await copier.copy(std::move(full));
        }
        text.erase(0, from);
        if (all && !page.empty()) co_await copier.copy(std::move(page));
    }

    awaitable<void> move_on(media_copier& copier, sealed_parts& index, sealed_file& file) {
        index.add(copier.take_lines());
        while (index.ready()) {
            auto next = index.take();
            co_await store(file, std::move(next));
        }
    }

    awaitable<void> save_facts() {
        facts_.with_media = with_.store != nullptr;
        facts_.configuration = with_.configuration;
        sealed_parts sealed(readers_, static_cast<int>(with_.chosen.compression));
        sealed.add(write_facts(facts_));
        sealed.finish();
        sealed_file file;
        file.content = content::facts;
        for (auto next = sealed.take(); next; next = sealed.take()) co_await store(file, std::move(next));
        made_.files.push_back(std::move(file));
    }

    awaitable<void> publish() {
        made_.finished = server_now();
        auto text = std::make_shared<const std::string>(write_manifest(made_, signs_));
        auto name = manifest_name(made_.id);
        co_await to_.store(std::move(name), std::move(text));
    }

    saving_parts& with_;
    destinations& to_;
    const std::vector<recipient> readers_;
    const signing_key signs_;
    manifest made_;
    facts facts_;
    compressor keys_;
    std::string inventory_;  // keys of objects, compressed: as many lines as there are objects
};

// What came of it, for every place.
struct outcome {
    std::optional<std::string> id;  // none if it did not even begin
    instant began;
    std::string failure;  // of all of it
};
awaitable<void> note(const saving_parts& with, const destinations& to, outcome o) {
    const auto names = place_names(with.chosen.places);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& place = to.places()[i];
        backup::run r;
        r.kind = "save";
        r.target = names[i];
        r.place = place.at->description();
        r.began = o.began;
        r.bytes = static_cast<std::int64_t>(place.bytes);
        r.backup = o.id;
        if (!place.failure.empty()) r.failure = place.failure;
        else if (!o.failure.empty()) r.failure = o.failure;
        co_await note_run(with.records, runtime::within(note_within), std::move(r));
    }
}

}  // namespace

awaitable<saved> save(saving_parts with, const std::vector<std::unique_ptr<target>>& places) {
    destinations to(places);
    std::optional<attempt> one;
    outcome came;
    came.began = server_now();
    std::exception_ptr failure;
    try {
        one.emplace(with, to);
        came.id = one->result.id;
        co_await one->run();
    } catch (const std::exception& e) {
        failure = std::current_exception();
        came.failure = e.what();
    }
    try {
        co_await note(with, to, std::move(came));
    } catch (const std::exception&) {
        if (!failure) throw;  // otherwise the first failure is the one to be told
    }
    if (failure) std::rethrow_exception(failure);
    one->result.places = to.places();
    co_return one->result;
}

}  // namespace gavel::backup
