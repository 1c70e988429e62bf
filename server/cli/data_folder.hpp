// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>

#include "server/app/app.hpp"
#include "server/app/keys.hpp"
#include "server/app/setup.hpp"
#include "server/cli/audit_log.hpp"
#include "server/cli/commands.hpp"
#include "server/store/store.hpp"

namespace peilpunt::cli {

/// Everything in a data folder, opened: keys, store (in the folder, or in the database that the surroundings
/// name), and the use cases on them. Members go in reverse order.
struct DataFolder {
    std::unique_ptr<store::Store> store;
    std::unique_ptr<app::App> app;
    std::unique_ptr<LogAnchor> anchor;  ///< of the audit log; brought up to date when the folder is closed
};

struct StoreAndKeys {
    std::unique_ptr<store::Store> store;
    app::Keys keys;
};
/// The same without the use cases, which need counts that can be read. Errors: as open_data_folder.
Result<StoreAndKeys> open_store_and_keys(const Surroundings& around);

/// Opens a folder that `make_data_folder` made. Errors: not_found, damaged, unsupported, conflict (keys of
/// another database); nothing in it is changed then.
Result<DataFolder> open_data_folder(const Surroundings& around);

/// What is chosen when a folder is made.
struct NewFolder {
    seal::Secret contact_passphrase;  ///< unlocks contact details; kept by the contact keeper, nowhere here
    seal::Secret staff_pin;           ///< of the kiosks' staff screen
};
/// Makes keys and empty databases; conflict when the folder or the database holds anything.
Result<DataFolder> make_data_folder(const Surroundings& around, const NewFolder& chosen);

/// Whether nothing lives in the folder yet: it is absent, or empty but for what a broken-off setup left.
bool is_unused(const std::string& path);
/// Makes the folder when it is absent. Conflict when the database holds an instance: then only its keys are
/// missing here.
Result<void> ready_for_setup(const Surroundings& around);
/// Makes an instance in an unused folder, and in the database when there is one: whole, or not at all. It is
/// built beside what will hold it and put in place at the end; what breaks off in between is finished, or
/// cleared, when the folder is opened next. The caller holds the folder's lock. Errors: invalid (a fault for
/// each), conflict, storage_*.
Result<void> make_instance(const Surroundings& around, const app::NewInstance& chosen);

/// What one file of areas holds, in any format of app::read_area_files; `name` is for messages.
Result<std::vector<Area>> areas_from_file(const std::string& path);

/// The setting that holds when `backup` last succeeded (RFC 3339).
inline constexpr const char* kLastBackup = "laatste-kopie";

/// Holds the folder for one serving process; the lock goes with the process, however it ends.
class FolderLock {
  public:
    static Result<FolderLock> take(const std::string& path);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;

  private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace peilpunt::cli
