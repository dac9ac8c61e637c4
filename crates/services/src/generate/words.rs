//! The vocabulary: some 2,000 words, 1,600 of them made-up brands of two syllables.

use super::random::Random;

const ADJECTIVES: &str = "\
    fast simple secure modern lightweight flexible reliable elegant typed async portable native minimal complete \
    instant smart private open visual adaptive accurate automatic balanced bright calm clean clear compact composable \
    concise concurrent consistent cordial crisp custom declarative deep dense dependable detailed direct distributed \
    durable dynamic eager easy efficient elastic embedded endless exact expressive extensible familiar fluent focused \
    friendly frugal gentle global graceful granular guided handy headless honest hybrid idiomatic immutable";
const TECH: &str = "\
    api auth cache chart cloud crypto css csv data database design email embed event export feed file filter font form \
    gateway geocode graph grid hash html http icon image import index invoice json jwt language layout ledger license \
    log login machine mail map markdown media message metric mobile model monitor network notification number oauth \
    order parser password payment pdf phone photo pixel pricing print profile proxy push query queue rate receipt \
    redirect regex render report request response rest robot route schema screen script search session shipping sms \
    socket spam speech spell spreadsheet sql stock storage stream subscription survey sync table tax template terminal \
    test text theme thumbnail ticket time token tracking traffic translation upload url user vector video voice \
    weather web webhook widget workflow xml yaml zip timezone checkout coupon currency inventory catalog review rating \
    accounting analytics calendar chat contact contract address badge banner barcode booking bot browser";
const NOUNS: &str = "\
    kit engine builder toolkit studio manager helper service server client library suite bundle pack platform hub \
    generator converter validator scheduler analyzer optimizer inspector composer compiler debugger designer editor \
    explorer extractor fetcher finder formatter guard importer indexer launcher linter loader mapper matcher merger \
    migrator mixer mocker navigator notifier observer organizer packer painter picker pipeline planner player plugin \
    printer processor profiler publisher reader recorder reporter resolver runner sampler scanner selector shaper \
    shield signer simulator slicer solver sorter splitter starter stitcher switcher tagger tester tracer tracker \
    trainer transformer translator tuner updater verifier viewer watcher weaver wizard worker wrapper writer archive \
    beacon bridge broker canvas capsule cargo cascade channel circuit cluster compass console corner courier crate \
    dashboard deck depot desk dock drawer factory flow forge foundry frame garden harbor harvest journal keeper lab \
    lantern lens lexicon lighthouse locker loom market matrix meter mill mirror monolith nest notebook oasis \
    orchard outpost palette panel parcel portal prism pulse quarry radar ramp registry relay reservoir";
const STARTS: &str = "\
    ac al ar be bo bri ca ce cla co cy da del do dra el em fa fi flo ga gra ha hel in ja ka ki lu ma mi ne no ol pa qui \
    ra so ta ve";
const ENDS: &str = "\
    lix rano mira dex nova tron vio zena flux gora phix lume quil sora tive bria cort dale fera gent hive jara kova \
    land mont nexa opti pulsa rion stra tech ular vanta wave xia yond zora byte ment quer";

pub(super) struct Words {
    adjectives: Vec<&'static str>,
    tech: Vec<&'static str>,
    nouns: Vec<&'static str>,
    starts: Vec<&'static str>,
    ends: Vec<&'static str>,
    pub(super) tags: Vec<&'static str>,
}

impl Default for Words {
    fn default() -> Self {
        let list = |words: &'static str| words.split_whitespace().collect::<Vec<_>>();
        let (tech, nouns) = (list(TECH), list(NOUNS));
        let tags = tech.iter().chain(&nouns).copied().take(300).collect();
        Self {
            adjectives: list(ADJECTIVES),
            starts: list(STARTS),
            ends: list(ENDS),
            tech,
            nouns,
            tags,
        }
    }
}

impl Words {
    pub(super) fn adjective(&self, random: &mut Random) -> &'static str {
        self.adjectives[random.skewed(self.adjectives.len())]
    }

    pub(super) fn tech(&self, random: &mut Random) -> &'static str {
        self.tech[random.skewed(self.tech.len())]
    }

    pub(super) fn noun(&self, random: &mut Random) -> &'static str {
        self.nouns[random.skewed(self.nouns.len())]
    }

    /// How many brands there are.
    pub(super) fn brands(&self) -> usize {
        self.starts.len() * self.ends.len()
    }

    pub(super) fn brand(&self, at: usize) -> String {
        // The start changes first, so that neighbours are no family.
        self.starts[at % self.starts.len()].to_owned() + self.ends[at / self.starts.len()]
    }
}
