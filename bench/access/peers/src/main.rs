//! Order, customization and matrix of one crate on a graph folder (see ../graph_folder.h).
//!
//!     peers cch|routingkit-cch FOLDER MATRIX THREADS
//!
//! Both crates get their inertial-flow order, their parallel customization with buffers used again, and their
//! one-to-many sweep over pinned targets (the quickest each offers for a matrix), rows shared out over the threads.
use std::fs;
use std::time::Instant;

struct Folder {
    first_out: Vec<u32>,
    tail: Vec<u32>,
    head: Vec<u32>,
    weight: Vec<u32>,
    lat: Vec<f32>,
    lon: Vec<f32>,
    sources: Vec<u32>,
    targets: Vec<u32>,
}

fn bytes(folder: &str, name: &str) -> Vec<u8> {
    let path = format!("{folder}/{name}");
    fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn numbers(folder: &str, name: &str) -> Vec<u32> {
    bytes(folder, name).chunks_exact(4).map(|b| u32::from_le_bytes(b.try_into().unwrap())).collect()
}

fn degrees(folder: &str, name: &str) -> Vec<f32> {
    numbers(folder, name).into_iter().map(f32::from_bits).collect()
}

fn read(folder: &str) -> Folder {
    let first_out = numbers(folder, "first_out");
    let tail = (0..first_out.len() as u32 - 1)
        .flat_map(|v| std::iter::repeat_n(v, (first_out[v as usize + 1] - first_out[v as usize]) as usize))
        .collect();
    Folder {
        tail,
        head: numbers(folder, "head"),
        weight: numbers(folder, "weight"),
        lat: degrees(folder, "lat"),
        lon: degrees(folder, "lon"),
        sources: numbers(folder, "sources"),
        targets: numbers(folder, "targets"),
        first_out,
    }
}

/// The quickest of some runs: three, or fewer where one takes long.
fn quickest(mut work: impl FnMut()) -> f64 {
    let (mut least, mut spent) = (f64::INFINITY, 0.0);
    for _ in 0..3 {
        let start = Instant::now();
        work();
        let took = start.elapsed().as_secs_f64();
        least = least.min(took);
        spent += took;
        if spent > 20.0 {
            break;
        }
    }
    least
}

/// Fills `matrix` by rows, each thread a run of sources.
fn by_rows(matrix: &mut [u32], sources: &[u32], columns: usize, threads: usize, rows: impl Fn(&[u32], &mut [u32]) + Sync) {
    let share = sources.len().div_ceil(threads);
    std::thread::scope(|scope| {
        for (some, out) in sources.chunks(share).zip(matrix.chunks_mut(share * columns)) {
            scope.spawn(|| rows(some, out));
        }
    });
}

fn run_cch(graph: &Folder, threads: usize, matrix: &mut [u32]) -> (f64, f64, f64) {
    let input = cch::graph::Graph {
        first_out: graph.first_out.clone(),
        head: graph.head.clone(),
        weight: graph.weight.clone(),
    };
    let start = Instant::now();
    let nodes = graph.first_out.len() as u32 - 1;
    let order = cch::inertial_order(nodes, &graph.tail, &graph.head, &graph.lat, &graph.lon);
    let hierarchy = cch::Cch::build(&input, &order);
    let customizer = hierarchy.customizer();
    let order_s = start.elapsed().as_secs_f64();
    let mut metric = customizer.customize(&graph.weight);
    let customize_s = quickest(|| customizer.customize_into(&graph.weight, &mut metric));
    let (view, weights) = (hierarchy.view(), metric.view());
    let matrix_s = quickest(|| {
        by_rows(matrix, &graph.sources, graph.targets.len(), threads, |some, out| {
            out.copy_from_slice(&cch::distance_matrix(&view, &weights, some, &graph.targets));
        })
    });
    (order_s, customize_s, matrix_s)
}

fn run_routingkit(graph: &Folder, threads: usize, matrix: &mut [u32]) -> (f64, f64, f64) {
    use routingkit_cch::{compute_order_inertial, CCHMetric, CCHOneToMany, CCH, INF_WEIGHT};
    let start = Instant::now();
    let nodes = graph.first_out.len() as u32 - 1;
    let order = compute_order_inertial(nodes, &graph.tail, &graph.head, &graph.lat, &graph.lon);
    let hierarchy = CCH::new(&order, &graph.tail, &graph.head, |_| {}, false);
    let order_s = start.elapsed().as_secs_f64();
    let mut metric = CCHMetric::parallel_new(&hierarchy, graph.weight.clone(), threads as u32);
    let customize_s = quickest(|| metric.parallel_reset(graph.weight.clone(), threads as u32));
    let columns = graph.targets.len();
    let matrix_s = quickest(|| {
        by_rows(matrix, &graph.sources, columns, threads, |some, out| {
            let mut query = CCHOneToMany::new(&metric, &graph.targets);
            for (&source, row) in some.iter().zip(out.chunks_mut(columns)) {
                for (cell, distance) in row.iter_mut().zip(query.distances_from(source)) {
                    *cell = distance.unwrap_or(INF_WEIGHT);
                }
            }
        })
    });
    (order_s, customize_s, matrix_s)
}

/// Peak resident memory, MB.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, tool, folder, out, threads] = arguments.as_slice() else {
        eprintln!("peers cch|routingkit-cch FOLDER MATRIX THREADS");
        std::process::exit(2);
    };
    let threads: usize = threads.parse().expect("THREADS is a number");
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().unwrap();
    let graph = read(folder);
    let mut matrix = vec![0u32; graph.sources.len() * graph.targets.len()];
    let (order_s, customize_s, matrix_s) = match tool.as_str() {
        "cch" => run_cch(&graph, threads, &mut matrix),
        "routingkit-cch" => run_routingkit(&graph, threads, &mut matrix),
        _ => panic!("no tool `{tool}`"),
    };
    let checksum = matrix.iter().fold(0u64, |sum, &value| sum.wrapping_mul(1000003).wrapping_add(value.into()));
    let peak = peak_mb();
    fs::write(out, matrix.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    println!(
        "{{\"order_s\": {order_s:.6}, \"customize_s\": {customize_s:.6}, \"matrix_s\": {matrix_s:.6}, \"rows\": {}, \
         \"peak_mb\": {peak:.1}, \"checksum\": \"{checksum:016x}\"}}",
        graph.sources.len()
    );
}
