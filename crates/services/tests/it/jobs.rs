//! Jobs: done in the end, whatever dies meanwhile, and once for each key.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::{JobStatus, Timestamp};
use services::jobs::{self, Failure, JobHealth, Policy, RunnerPulse};
use services::testing::{NOW, TestContext, each_database, time, until};
use services::{Jobs, SystemClock};
use store::{Job, NewJob, Store};
use tokio::sync::{Notify, oneshot};

async fn push_to(store: &Store, kind: &str, key: Option<&str>, now: Timestamp) -> bool {
    let mut write = store.write().await.unwrap();
    let job = NewJob {
        kind,
        key,
        payload: serde_json::json!({"of": kind}),
        run_at: now,
    };
    let new = write.push_job(&job, now).await.unwrap();
    write.save().await.unwrap();
    new
}

async fn push(shop: &TestContext, kind: &str, key: Option<&str>) -> bool {
    push_to(&shop.database.store, kind, key, time(NOW)).await
}

async fn only_job(shop: &TestContext) -> Job {
    let mut jobs = jobs::list(&shop.database.store, false).await.unwrap();
    assert_eq!(jobs.len(), 1);
    jobs.remove(0)
}

fn runner(shop: &TestContext) -> Jobs {
    Jobs::new(shop.database.store.clone(), shop.clock.clone())
}

/// A handler that counts, and fails while `fails` says so.
fn counting(jobs: Jobs, kind: &'static str, policy: Policy, fails: fn(usize) -> bool) -> (Jobs, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let jobs = jobs.on_with(kind, policy, move |_| {
        let attempt = counted.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            if fails(attempt) {
                return Err(Failure::new(format!("attempt {attempt} failed")));
            }
            Ok(())
        }
    });
    (jobs, count)
}

#[tokio::test]
async fn a_failed_job_is_tried_again_later_and_later_until_it_is_done() {
    each_database(async |shop: TestContext| {
        let (jobs, count) = counting(runner(&shop), "mail", Policy::default(), |attempt| attempt < 3);
        push(&shop, "mail", None).await;
        assert_eq!(jobs.run_due().await.unwrap(), 1);
        let job = only_job(&shop).await;
        assert_eq!((job.state.as_str(), job.attempts), ("waiting", 1));
        assert_eq!(job.error.as_deref(), Some("attempt 1 failed"));
        assert_eq!(job.run_at, time("2026-02-01T12:00:30Z"));

        assert_eq!(jobs.run_due().await.unwrap(), 0, "not before its time");
        shop.clock.set(job.run_at);
        assert_eq!(jobs.run_due().await.unwrap(), 1);
        assert_eq!(
            only_job(&shop).await.run_at,
            time("2026-02-01T12:01:30Z"),
            "twice as long"
        );
        shop.clock.set(time("2026-02-01T12:01:30Z"));
        assert_eq!(jobs.run_due().await.unwrap(), 1);
        let job = only_job(&shop).await;
        assert_eq!((job.state.as_str(), job.attempts, job.error), ("done", 3, None));
        shop.clock.set(time("2026-03-01T00:00:00Z"));
        assert_eq!((jobs.run_due().await.unwrap(), count.load(Ordering::SeqCst)), (0, 3));
    })
    .await;
}

#[tokio::test]
async fn what_is_given_up_waits_for_a_person() {
    each_database(async |shop: TestContext| {
        let policy = Policy {
            attempts: 2,
            ..Policy::default()
        };
        let (jobs, count) = counting(runner(&shop), "mail", policy, |attempt| attempt <= 2);
        let jobs = jobs.on("letter", |_| async { Err(Failure::hopeless("cannot be read")) });
        push(&shop, "mail", None).await;
        jobs.run_due().await.unwrap();
        shop.clock.set(time("2026-02-01T12:00:30Z"));
        jobs.run_due().await.unwrap();
        let job = only_job(&shop).await;
        assert_eq!((job.state.as_str(), job.attempts), ("failed", 2));
        shop.clock.set(time("2026-03-01T00:00:00Z"));
        assert_eq!(jobs.run_due().await.unwrap(), 0);

        let store = &shop.database.store;
        assert_eq!(jobs::list(store, true).await.unwrap()[0].id, job.id);
        assert!(jobs::retry(store, &*shop.clock, job.id).await.unwrap());
        jobs.run_due().await.unwrap();
        assert_eq!(
            (only_job(&shop).await.state.as_str(), count.load(Ordering::SeqCst)),
            ("done", 3)
        );
        assert!(!jobs::retry(store, &*shop.clock, job.id).await.unwrap(), "it is done");
        assert!(jobs::list(store, true).await.unwrap().is_empty());

        push(&shop, "letter", None).await;
        jobs.run_due().await.unwrap();
        let failed = jobs::list(store, true).await.unwrap().remove(0);
        assert_eq!((failed.attempts, failed.error.as_deref()), (1, Some("cannot be read")));
    })
    .await;
}

#[tokio::test]
async fn panics_hangs_and_unknown_kinds_are_failed_attempts() {
    each_database(async |shop: TestContext| {
        let impatient = Policy {
            timeout: Duration::from_millis(20),
            ..Policy::default()
        };
        let jobs = runner(&shop)
            .on("panic", |job: Job| async move { panic!("of {}", job.payload["of"]) })
            .on("early", |_| -> std::future::Ready<Result<(), Failure>> {
                panic!("before it began")
            })
            .on_with("hang", impatient, |_| std::future::pending());
        for kind in ["panic", "early", "hang", "nobody's"] {
            push(&shop, kind, None).await;
        }
        assert_eq!(jobs.run_due().await.unwrap(), 4);
        let mut listed = jobs::list(&shop.database.store, false).await.unwrap();
        listed.reverse();
        let errors: Vec<_> = listed
            .iter()
            .map(|job| (job.state.as_str(), job.error.as_deref().unwrap()))
            .collect();
        assert_eq!(
            errors,
            [
                ("waiting", "it panicked: of \"panic\""),
                ("waiting", "it panicked: before it began"),
                ("waiting", "it took longer than 0.02 seconds"),
                ("waiting", "nothing here does jobs of the kind `nobody's`"),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn what_a_dead_process_held_another_takes_over() {
    each_database(async |shop: TestContext| {
        let (jobs, count) = counting(runner(&shop), "mail", Policy::default(), |_| false);
        push(&shop, "mail", None).await;
        // A process that claims and dies.
        let other = Store::open(&shop.database.url).await.unwrap();
        let lease = time("2026-02-01T12:01:00Z");
        let dead = other.claim_job(time(NOW), lease, &[]).await.unwrap().unwrap();
        assert_eq!(only_job(&shop).await.state, JobStatus::Running);
        assert!(
            !jobs::retry(&shop.database.store, &*shop.clock, dead.id).await.unwrap(),
            "it runs"
        );
        shop.clock.set(time("2026-02-01T12:00:59Z"));
        assert_eq!(jobs.run_due().await.unwrap(), 0, "it may still be alive");
        shop.clock.set(lease);
        assert_eq!(jobs.run_due().await.unwrap(), 1);
        assert_eq!(count.load(Ordering::SeqCst), 1);

        // It was not dead, only slow: what it says now counts for nothing.
        assert!(!other.fail_job(&dead, "late", Some(lease)).await.unwrap());
        assert!(!other.renew_job(&dead, lease).await.unwrap());
        assert!(!other.finish_job(&dead, lease).await.unwrap());
        let job = only_job(&shop).await;
        assert_eq!((job.state.as_str(), job.attempts, job.error), ("done", 2, None));
    })
    .await;
}

#[tokio::test]
async fn a_job_that_kills_its_processes_is_given_up() {
    each_database(async |shop: TestContext| {
        let policy = Policy {
            attempts: 3,
            ..Policy::default()
        };
        let (jobs, count) = counting(runner(&shop), "mail", policy, |_| false);
        push(&shop, "mail", None).await;
        for _ in 0..3 {
            // Each dies with it, and its lease ends at once.
            let store = &shop.database.store;
            store.claim_job(time(NOW), time(NOW), &[]).await.unwrap().unwrap();
        }
        jobs.run_due().await.unwrap();
        let job = only_job(&shop).await;
        assert_eq!((job.state.as_str(), count.load(Ordering::SeqCst)), ("failed", 0));
    })
    .await;
}

#[tokio::test]
async fn a_key_is_written_once_and_what_is_not_committed_never_was() {
    each_database(async |shop: TestContext| {
        let (jobs, count) = counting(runner(&shop), "mail", Policy::default(), |_| false);
        assert!(push(&shop, "mail", Some("paid-1")).await);
        assert!(!push(&shop, "mail", Some("paid-1")).await);
        jobs.run_due().await.unwrap();
        assert!(!push(&shop, "mail", Some("paid-1")).await, "also after it was done");
        let mut write = shop.database.store.write().await.unwrap();
        let job = NewJob {
            kind: "mail",
            key: None,
            payload: serde_json::Value::Null,
            run_at: time(NOW),
        };
        assert!(write.push_job(&job, time(NOW)).await.unwrap());
        drop(write);
        jobs.run_due().await.unwrap();
        assert_eq!(count.load(Ordering::SeqCst), 1);

        // Long after, it is forgotten.
        let store = &shop.database.store;
        assert_eq!(store.delete_finished_jobs(time(NOW)).await.unwrap(), 0);
        assert_eq!(
            store.delete_finished_jobs(time("2026-02-01T12:00:01Z")).await.unwrap(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn ten_processes_do_each_job_once() {
    each_database(async |shop: TestContext| {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut processes = Vec::new();
        for _ in 0..10 {
            let store = Store::open(&shop.database.url).await.unwrap();
            let seen = seen.clone();
            processes.push(Jobs::new(store, shop.clock.clone()).on("count", move |job: Job| {
                seen.lock().unwrap().push(job.id);
                async { Ok(()) }
            }));
        }
        for _ in 0..50 {
            push(&shop, "count", None).await;
        }
        let tasks: Vec<_> = processes
            .into_iter()
            .map(|jobs| tokio::spawn(async move { jobs.run_due().await.unwrap() }))
            .collect();
        let mut attempts = 0;
        for task in tasks {
            attempts += task.await.unwrap();
        }
        let mut seen = seen.lock().unwrap().clone();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((attempts, seen.len()), (50, 50));
    })
    .await;
}

#[tokio::test]
async fn a_runner_wakes_at_once_renews_its_leases_and_ends_what_it_began() {
    each_database(async |shop: TestContext| {
        let store = &shop.database.store;
        let (started, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (begun, wait) = (started.clone(), go_on.clone());
        let jobs = Jobs::new(store.clone(), Arc::new(SystemClock))
            .lease(Duration::from_millis(500))
            .on("slow", move |_| {
                let (begun, wait) = (begun.clone(), wait.clone());
                async move {
                    begun.notify_one();
                    wait.notified().await;
                    Ok(())
                }
            });
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(jobs.run(async { drop(stopped.await) }));
        push_to(store, "slow", None, time(NOW)).await;
        started.notified().await;
        // Were its lease not renewed, another would have it by then.
        let first = only_job(&shop).await.run_at;
        until("the lease is renewed three times", async || {
            only_job(&shop).await.run_at.as_micros() > first.as_micros() + 500_000
        })
        .await;
        assert_eq!(only_job(&shop).await.attempts, 1);
        drop(stop);
        go_on.notify_one();
        running.await.unwrap();
        push_to(store, "slow", None, time(NOW)).await;
        let states: Vec<_> = jobs::list(store, false)
            .await
            .unwrap()
            .into_iter()
            .map(|job| job.state.as_str())
            .collect();
        assert_eq!(
            states,
            ["waiting", "done"],
            "told to stop, it ends what it began and no more"
        );
    })
    .await;
}

/// Whatever kind hangs, all jobs of the other kinds are done, and its own are told of.
#[tokio::test]
async fn a_kind_that_hangs_delays_no_other() {
    const KINDS: [&str; 4] = ["mail", "refund", "look", "end_subscription"];
    each_database(async |shop: TestContext| {
        let store = &shop.database.store;
        for hanging in KINDS {
            for job in jobs::list(store, false).await.unwrap() {
                store.finish_job(&job, time(NOW)).await.unwrap();
            }
            let pulse = RunnerPulse::default();
            let mut runner = runner(&shop).pulse(pulse.clone());
            let done = Arc::new(AtomicUsize::new(0));
            for kind in KINDS {
                let done = done.clone();
                runner = runner.on(kind, move |_| {
                    let done = done.clone();
                    async move {
                        if kind == hanging {
                            std::future::pending::<()>().await;
                        }
                        done.fetch_add(1, Ordering::SeqCst);
                        Ok(())
                    }
                });
            }
            // The hanging ones have been due for longer: they come first.
            for _ in 0..12 {
                push_to(store, hanging, None, time("2026-02-01T11:00:00Z")).await;
            }
            for kind in KINDS.iter().filter(|kind| **kind != hanging) {
                for _ in 0..6 {
                    push(&shop, kind, None).await;
                }
            }
            let running = tokio::spawn(runner.run(std::future::pending()));
            until("the others are done", async || done.load(Ordering::SeqCst) == 18).await;
            until("the hanging ones that have no slot are told of", async || {
                let health = JobHealth::look(store, &*shop.clock, &pulse).await.unwrap();
                let overdue: Vec<_> = health.overdue.iter().map(|of| (of.kind.as_str(), of.count)).collect();
                !health.stuck && overdue == [(hanging, 8)]
            })
            .await;
            running.abort();
            running.await.ok();
            shop.clock.set(time("2026-02-01T12:02:00Z"));
            let health = JobHealth::look(store, &*shop.clock, &pulse).await.unwrap();
            assert!(health.stuck, "a runner that looks for no jobs any more");
            for _ in 0..12 {
                store
                    .claim_job(time("2026-02-01T13:00:00Z"), time("2026-02-01T14:00:00Z"), &[])
                    .await
                    .unwrap();
            }
            shop.clock.set(time(NOW));
        }
    })
    .await;
}
